import { specFor } from '../../../../../test/support/given-when-then';
import { publishedRules as rules } from '../../rule-set';
import {
  answerDefence,
  blacklistListing,
  type Defence,
  type DefenceAnswer,
  type Dismissal,
  dismiss,
  list,
  type ListingDecision,
  listingIdOf,
  type Notice,
  notifyIntent,
  propose,
  receiveDefence,
  type Removal,
  remove,
  streamOf,
} from './blacklist-listing';
import type { BlacklistListingEvent, ListingCandidateProposed } from './blacklist-listing.events';
import * as example from './blacklist-listing.examples';

const { given } = specFor(blacklistListing);
const { listingId, proposed, dismissed, notified, defended, rejected, upheld, listed, removed } = example;

const proposing = () => propose(rules, example.proposal);
const dismissing = (change: Partial<Dismissal> = {}) => dismiss({ ...example.dismissal, ...change });
const notifying = (change: Partial<Notice> = {}) => notifyIntent(rules, { ...example.notice, ...change });
const defending = (change: Partial<Defence> = {}) => receiveDefence({ ...example.defence, ...change });
const answering = (change: Partial<DefenceAnswer> = {}) => answerDefence({ ...example.defenceAnswer, ...change });
/** The last day on which terms of months were read as they once were, and the first on which they are read as now. */
const [then, now] = ['2026-11-28', '2026-11-29'];
const listing = (change: Partial<ListingDecision> = {}, recordedOn = then) =>
  list(rules, { ...example.decision, ...change }, recordedOn);
const removing = (change: Partial<Removal> = {}, recordedOn = then) =>
  remove(rules, { ...example.removal, ...change }, recordedOn);

/** Every situation a case can come into, by the way it came there. */
const candidate = [proposed];
const heard = [proposed, notified, defended];
const answered = [...heard, rejected];
const onTheList = [...answered, listed];
const offTheList = [...onTheList, removed];

describe('proposing a candidate', () => {
  it('opens a case, under the rule set of the day', () => {
    given().when(proposing()).then(proposed);
  });

  it.each<[string, BlacklistListingEvent[]]>([
    ['a candidate', candidate],
    ['dismissed', [proposed, dismissed]],
    ['notified', [proposed, notified]],
    ['listed', onTheList],
    ['removed', offTheList],
  ])('stays quiet when the case is there: %s', (_, events) => {
    given(...events)
      .when(proposing())
      .thenNothing();
  });

  it('stays quiet when it is proposed on another day with other papers: the cause names the case', () => {
    given(proposed)
      .when(propose(rules, { ...example.proposal, proposedOn: '2026-05-09', evidence: [] }))
      .thenNothing();
  });
});

describe('dismissing a candidate', () => {
  it.each<[string, BlacklistListingEvent[]]>([
    ['a candidate', candidate],
    ['after the notice', [proposed, notified]],
    ['after a defence', heard],
    ['after a defence that was not upheld', answered],
    ['after a defence that was upheld', [...heard, upheld]],
  ])('dismisses it: %s', (_, events) => {
    given(...events)
      .when(dismissing())
      .then(dismissed);
  });

  it('stays quiet when repeated', () => {
    given(proposed, dismissed).when(dismissing()).thenNothing();
  });

  it('refuses a case nobody proposed', () => {
    given().when(dismissing()).thenRefused('listing-not-found', undefined, { listingId });
  });

  it('refuses another dismissal of the same case', () => {
    const other = dismissing({ reason: '证据不足' });
    given(proposed, dismissed).when(other).thenRefused('exists-with-different-content', 'reason');
  });

  it('refuses one that is listed, or was: that is ended by removal', () => {
    const facts = { decisionNumber: '廊消列字〔2026〕第0001号' };
    given(...onTheList)
      .when(dismissing())
      .thenRefused('already-listed', undefined, facts);
    given(...offTheList)
      .when(dismissing())
      .thenRefused('already-listed', undefined, facts);
  });
});

describe('notifying the intent to list', () => {
  it('opens a defence window of five working days after service', () => {
    given(proposed).when(notifying()).then(notified);
  });

  it.each([
    ['2026-05-08', '2026-05-14', 'Saturday the 9th is worked'],
    ['2026-05-09', '2026-05-15', 'the count starts on the day after service'],
    ['2026-09-30', '2026-10-13', 'a week of holidays, and Saturday the 10th worked'],
  ])('served on %s the window closes on %s: %s', (servedOn, defenceUntil) => {
    given(proposed)
      .when(notifying({ servedOn }))
      .then({ ...notified, data: { ...notified.data, servedOn, defenceUntil } });
  });

  it('may be served on the day of the latest paper', () => {
    const servedOn = '2026-05-06';
    given(proposed)
      .when(notifying({ servedOn }))
      .then({ ...notified, data: { ...notified.data, servedOn, defenceUntil: '2026-05-12' } });
  });

  it.each<[string, BlacklistListingEvent[]]>([
    ['in the window', [proposed, notified]],
    ['after a defence', heard],
    ['on the list', onTheList],
    ['off the list', offTheList],
    ['after the case was dismissed', [proposed, notified, dismissed]],
  ])('stays quiet when the same notice comes again: %s', (_, events) => {
    given(...events)
      .when(notifying())
      .thenNothing();
  });

  it('refuses a case nobody proposed', () => {
    given().when(notifying()).thenRefused('listing-not-found', undefined, { listingId });
  });

  it('refuses a second notice, and the first with other content, also when the case was dismissed meanwhile', () => {
    const second = notifying({ noticeNumber: '廊消列告字〔2026〕第0002号' });
    const changed = notifying({ servedOn: '2026-05-12' });
    const code = 'exists-with-different-content';
    given(proposed, notified)
      .when(second)
      .thenRefused(code, 'noticeNumber', { noticeNumber: '廊消列告字〔2026〕第0001号' });
    given(proposed, notified).when(changed).thenRefused(code, 'noticeNumber');
    given(proposed, notified, dismissed).when(second).thenRefused(code, 'noticeNumber');
    given(proposed, notified, dismissed).when(changed).thenRefused(code, 'noticeNumber');
  });

  it('refuses a dismissed candidate', () => {
    given(proposed, dismissed)
      .when(notifying())
      .thenRefused('candidate-dismissed', undefined, { dismissedOn: '2026-05-10' });
  });

  it('refuses a notice served before the papers it rests on', () => {
    const papers = [example.evidencePaper, { ...example.evidencePaper, occurredOn: '2026-05-08' }];
    const onTwoPapers: ListingCandidateProposed = { ...proposed, data: { ...proposed.data, evidence: papers } };
    given(onTwoPapers)
      .when(notifying({ servedOn: '2026-05-07' }))
      .thenRefused('served-before-evidence', 'servedOn', { latest: '2026-05-08' });
  });

  it('refuses in this order: other content, dismissed, served before the evidence', () => {
    const beforeEvidence = notifying({ servedOn: '2019-12-30' });
    given(proposed, notified).when(beforeEvidence).thenRefused('exists-with-different-content');
    given(proposed, dismissed).when(beforeEvidence).thenRefused('candidate-dismissed');
    given(proposed).when(beforeEvidence).thenRefused('served-before-evidence');
  });
});

describe('receiving a defence', () => {
  it('records it', () => {
    given(proposed, notified).when(defending()).then(defended);
  });

  it.each(['2026-05-11', '2026-05-18'])('is in time from the day of service to the last day: %s', (receivedOn) => {
    given(proposed, notified)
      .when(defending({ receivedOn }))
      .then({ ...defended, data: { ...defended.data, receivedOn } });
  });

  it.each<[string, BlacklistListingEvent[]]>([
    ['before the answer', heard],
    ['after it', answered],
    ['on the list', onTheList],
    ['after the case was dismissed', [...heard, dismissed]],
  ])('stays quiet when repeated: %s', (_, events) => {
    given(...events)
      .when(defending())
      .thenNothing();
  });

  it('refuses a case nobody proposed', () => {
    given().when(defending()).thenRefused('listing-not-found', undefined, { listingId });
  });

  it('refuses a defence against a notice nobody served', () => {
    given(proposed).when(defending()).thenRefused('intent-not-notified', undefined, { listingId });
    given(proposed, dismissed).when(defending()).thenRefused('intent-not-notified');
  });

  it('refuses another defence', () => {
    const other = defending({ summary: '另有说明' });
    given(...heard)
      .when(other)
      .thenRefused('exists-with-different-content', 'summary');
    given(...heard, dismissed)
      .when(other)
      .thenRefused('exists-with-different-content', 'summary');
  });

  it('refuses when the case was dismissed', () => {
    given(proposed, notified, dismissed)
      .when(defending())
      .thenRefused('candidate-dismissed', undefined, { dismissedOn: '2026-05-10' });
  });

  it('refuses when the decision was taken without one', () => {
    given(proposed, notified, listed)
      .when(defending())
      .thenRefused('already-listed', undefined, { decisionNumber: '廊消列字〔2026〕第0001号' });
    given(proposed, notified, listed, removed).when(defending()).thenRefused('already-listed');
  });

  it('refuses one received before the notice was served', () => {
    given(proposed, notified)
      .when(defending({ receivedOn: '2026-05-10' }))
      .thenRefused('received-before-served', 'receivedOn', { servedOn: '2026-05-11' });
  });

  it('refuses one received when the window had closed', () => {
    given(proposed, notified)
      .when(defending({ receivedOn: '2026-05-19' }))
      .thenRefused('defence-window-closed', 'receivedOn', { defenceUntil: '2026-05-18' });
  });

  it('asks how far the case went before it looks at the day', () => {
    const tooLate = defending({ receivedOn: '2026-05-19' });
    given(...heard)
      .when(tooLate)
      .thenRefused('exists-with-different-content');
    given(proposed, notified, dismissed).when(tooLate).thenRefused('candidate-dismissed');
    given(proposed, notified, listed).when(tooLate).thenRefused('already-listed');
  });
});

describe('answering a defence', () => {
  it('records that it was not upheld: the case goes on', () => {
    given(...heard)
      .when(answering())
      .then(rejected);
  });

  it('records that it was upheld: the case ends', () => {
    given(...heard)
      .when(answering({ outcome: 'upheld', reasons: '申辩理由成立' }))
      .then(upheld);
  });

  it('may be answered on the day it was received', () => {
    const sameDay = { answeredOn: '2026-05-15' };
    given(...heard)
      .when(answering(sameDay))
      .then({ ...rejected, data: { ...rejected.data, ...sameDay } });
  });

  it('stays quiet when repeated, also on the list and when the case was dismissed', () => {
    for (const events of [answered, onTheList, offTheList, [...answered, dismissed]]) {
      given(...events)
        .when(answering())
        .thenNothing();
    }
  });

  it('refuses a case nobody proposed', () => {
    given().when(answering()).thenRefused('listing-not-found', undefined, { listingId });
  });

  it('refuses when there is no defence', () => {
    for (const events of [candidate, [proposed, dismissed], [proposed, notified], [proposed, notified, listed]]) {
      given(...events)
        .when(answering())
        .thenRefused('no-defence-to-answer', undefined, { listingId });
    }
  });

  it('refuses another answer', () => {
    const other = answering({ outcome: 'upheld' });
    for (const events of [answered, [...heard, upheld], onTheList, [...answered, dismissed]]) {
      given(...events)
        .when(other)
        .thenRefused('exists-with-different-content', 'documentNumber');
    }
  });

  it('refuses when the case was dismissed before the answer', () => {
    given(...heard, dismissed)
      .when(answering())
      .thenRefused('candidate-dismissed', undefined, { dismissedOn: '2026-05-10' });
  });

  it('refuses an answer before the defence', () => {
    const before = answering({ answeredOn: '2026-05-14' });
    given(...heard)
      .when(before)
      .thenRefused('answered-before-received', 'answeredOn', { receivedOn: '2026-05-15' });
    given(...answered)
      .when(before)
      .thenRefused('exists-with-different-content');
    given(...heard, dismissed)
      .when(before)
      .thenRefused('candidate-dismissed');
  });
});

describe('listing', () => {
  it('lists after a closed window without a defence, for 36 months', () => {
    given(proposed, notified).when(listing()).then(listed);
  });

  it('lists through the last day of the term, which has the number of the day of listing', () => {
    const until = (listedUntil: string) => ({ ...listed, data: { ...listed.data, listedUntil } });
    given(proposed, notified).when(listing({}, then)).then(until('2029-05-21'));
    given(proposed, notified).when(listing({}, now)).then(until('2029-05-22'));
  });

  it('meets itself when it is said again under another reading', () => {
    given(proposed, notified, listed).when(listing({}, now)).thenNothing();
  });

  it('lists after a defence that was answered and not upheld', () => {
    given(...answered)
      .when(listing())
      .then(listed);
  });

  it('lists on the first day after the window', () => {
    given(proposed, notified)
      .when(listing({ decidedOn: '2026-05-19' }))
      .then({
        ...listed,
        data: { ...listed.data, decidedOn: '2026-05-19', listedOn: '2026-05-19', listedUntil: '2029-05-19' },
      });
  });

  it('lists on the day of the answer', () => {
    given(...answered)
      .when(listing({ decidedOn: '2026-05-20' }))
      .then({
        ...listed,
        data: { ...listed.data, decidedOn: '2026-05-20', listedOn: '2026-05-20', listedUntil: '2029-05-20' },
      });
  });

  it.each(['law', 'administrative-regulation', 'central-policy', 'local-regulation'] as const)(
    'has outside effect on the basis of: %s',
    (basisLevel) => {
      given(proposed, notified)
        .when(listing({ basisLevel }))
        .then({ ...listed, data: { ...listed.data, basisLevel } });
    },
  );

  it('keeps the internal register on any basis', () => {
    const internal = { register: 'key-supervision', basisLevel: 'normative-document' } as const;
    given(proposed, notified)
      .when(listing(internal))
      .then({ ...listed, data: { ...listed.data, ...internal } });
  });

  it('stays quiet when repeated, also after the removal: it does not come back', () => {
    given(...onTheList)
      .when(listing())
      .thenNothing();
    given(...offTheList)
      .when(listing())
      .thenNothing();
  });

  it('refuses a case nobody proposed', () => {
    given().when(listing()).thenRefused('listing-not-found', undefined, { listingId });
  });

  it('refuses another decision on the same case', () => {
    const other = listing({ decisionNumber: '廊消列字〔2026〕第0002号' });
    for (const events of [onTheList, offTheList]) {
      given(...events)
        .when(other)
        .thenRefused('exists-with-different-content', 'decisionNumber');
    }
  });

  it('refuses a dismissed candidate, however far the case had come', () => {
    for (const events of [candidate, [proposed, notified], heard, answered, [...heard, upheld]]) {
      given(...events, dismissed)
        .when(listing())
        .thenRefused('candidate-dismissed', undefined, { dismissedOn: '2026-05-10' });
    }
  });

  it('refuses without a served notice', () => {
    given(proposed).when(listing()).thenRefused('intent-not-notified', undefined, { listingId });
  });

  it('refuses when the defence was upheld', () => {
    given(...heard, upheld)
      .when(listing())
      .thenRefused('defence-upheld', undefined, { documentNumber: '廊消复核字〔2026〕第0001号' });
  });

  it('refuses while the window is open, its last day included', () => {
    const lastDay = listing({ decidedOn: '2026-05-18' });
    given(proposed, notified)
      .when(lastDay)
      .thenRefused('defence-window-open', 'decidedOn', { defenceUntil: '2026-05-18' });
    given(...heard)
      .when(lastDay)
      .thenRefused('defence-window-open');
    given(...answered)
      .when(lastDay)
      .thenRefused('defence-window-open');
  });

  it('refuses before the defence is answered', () => {
    given(...heard)
      .when(listing())
      .thenRefused('defence-not-answered', undefined, { receivedOn: '2026-05-15' });
  });

  it('refuses a decision dated before the answer', () => {
    given(...answered)
      .when(listing({ decidedOn: '2026-05-19' }))
      .thenRefused('decided-before-answer', 'decidedOn', { answeredOn: '2026-05-20' });
  });

  it('refuses outside effect on a basis that cannot carry it', () => {
    given(...answered)
      .when(listing({ basisLevel: 'normative-document' }))
      .thenRefused('legal-basis-insufficient', 'basisLevel', { basisLevel: 'normative-document' });
  });

  it('looks at the procedure before it looks at the basis', () => {
    const weak = { basisLevel: 'normative-document' } as const;
    given(proposed).when(listing(weak)).thenRefused('intent-not-notified');
    given(...heard, upheld)
      .when(listing({ ...weak, decidedOn: '2026-05-18' }))
      .thenRefused('defence-upheld');
    given(...heard)
      .when(listing(weak))
      .thenRefused('defence-not-answered');
    given(...answered)
      .when(listing({ ...weak, decidedOn: '2026-05-19' }))
      .thenRefused('decided-before-answer');
    given(...onTheList)
      .when(listing(weak))
      .thenRefused('exists-with-different-content');
  });
});

describe('removing', () => {
  it('removes early after the minimum stay, naming the listing to those who were told of it', () => {
    given(...onTheList)
      .when(removing())
      .then(removed);
  });

  it('removes early on the first day after 12 months, not before', () => {
    given(...onTheList)
      .when(removing({ removedOn: '2027-05-21' }))
      .then({ ...removed, data: { ...removed.data, removedOn: '2027-05-21' } });
    given(...onTheList)
      .when(removing({ removedOn: '2027-05-20' }))
      .thenRefused('early-removal-too-soon', 'removedOn', { earliest: '2027-05-21' });
  });

  it('removes early on the day after the last of 12 months, as it is read now', () => {
    given(...onTheList)
      .when(removing({ removedOn: '2027-05-22' }, now))
      .then({ ...removed, data: { ...removed.data, removedOn: '2027-05-22' } });
    given(...onTheList)
      .when(removing({ removedOn: '2027-05-21' }, now))
      .thenRefused('early-removal-too-soon', 'removedOn', { earliest: '2027-05-22' });
  });

  it('removes at the end of the period without a decision, not before', () => {
    const expiry = { reason: 'expiry', decisionNumber: null, explanation: '期满' } as const;
    given(...onTheList)
      .when(removing({ ...expiry, removedOn: '2029-05-21' }))
      .then({ ...removed, data: { ...removed.data, ...expiry, removedOn: '2029-05-21' } });
    given(...onTheList)
      .when(removing({ ...expiry, removedOn: '2029-05-20' }))
      .thenRefused('expiry-not-reached', 'removedOn', { listedUntil: '2029-05-21' });
  });

  it('removes at any time when the decision was revoked, on the day of listing too', () => {
    const revoked = { reason: 'revoked', removedOn: '2026-05-21' } as const;
    given(proposed, notified, listed)
      .when(removing(revoked))
      .then({ ...removed, data: { ...removed.data, ...revoked } });
  });

  it('stays quiet when repeated', () => {
    given(...offTheList)
      .when(removing())
      .thenNothing();
  });

  it('refuses a case nobody proposed', () => {
    given().when(removing()).thenRefused('listing-not-found', undefined, { listingId });
  });

  it('refuses what is not on the list', () => {
    for (const events of [
      candidate,
      [proposed, dismissed],
      [proposed, notified],
      heard,
      answered,
      [...heard, upheld],
    ]) {
      given(...events)
        .when(removing())
        .thenRefused('not-listed', undefined, { listingId });
    }
  });

  it('refuses another removal', () => {
    given(...offTheList)
      .when(removing({ decisionNumber: '廊消移字〔2027〕第0002号' }))
      .thenRefused('exists-with-different-content', 'decisionNumber');
  });

  it.each(['expiry', 'early', 'revoked'] as const)('refuses a day before the listing: %s', (reason) => {
    given(...onTheList)
      .when(removing({ reason, removedOn: '2026-05-20' }))
      .thenRefused('removed-before-listed', 'removedOn', { listedOn: '2026-05-21' });
    given(...offTheList)
      .when(removing({ reason, removedOn: '2026-05-20' }))
      .thenRefused('exists-with-different-content');
  });
});

describe('the day an event became true', () => {
  it('is the day on its paper', () => {
    const events = [proposed, dismissed, notified, defended, rejected, listed, removed];
    expect(events.map(blacklistListing.occurredOn)).toEqual([
      '2026-05-07',
      '2026-05-10',
      '2026-05-11',
      '2026-05-15',
      '2026-05-20',
      '2026-05-21',
      '2027-06-01',
    ]);
  });
});

describe('a case', () => {
  it('is named by subject, ground and cause, and has a stream of its own', () => {
    const id = listingIdOf('A', 'MAJOR_HAZARD', 'hazard-1');
    expect(listingIdOf('A', 'MAJOR_HAZARD', 'hazard-1')).toBe(id);
    const others = [
      listingIdOf('B', 'MAJOR_HAZARD', 'hazard-1'),
      listingIdOf('A', 'REFUSE_TO_CORRECT', 'hazard-1'),
      listingIdOf('A', 'MAJOR_HAZARD', 'hazard-2'),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
    expect(streamOf(id)).toBe(`blacklistListing-${id}`);
  });

  it('that nobody proposed stays absent whatever a stray event says: folding never throws', () => {
    for (const event of [dismissed, notified, defended, rejected, listed, removed]) {
      expect(blacklistListing.evolve(blacklistListing.initial, event)).toEqual({ status: 'absent' });
    }
  });
});
