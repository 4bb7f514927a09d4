import { firstDayAfterTerm } from '../../publicity';
import type { RuleBook } from '../../rule-set';
import {
  addDays,
  type Day,
  derivedId,
  documentNumberKey,
  type Due,
  type DueDay,
  dueDay,
  isSameNumber,
  Refusal,
  sameContent,
  spellingsOf,
  yearWaitedFor,
} from '../../shared';
import {
  type BlacklistListingEvent,
  blacklistListingEvents,
  type Ground,
  type ListingCandidateDismissed,
  type ListingCandidateProposed,
  type ListingCorrected,
  type ListingDefenceAnswered,
  type ListingDefenceReceived,
  type ListingIntentNotified,
  type SubjectListedOnBlacklist,
  type SubjectRemovedFromBlacklist,
} from './blacklist-listing.events';
import { asCorrected } from './listing-correction';

/** `cause` names the case within subject and ground: the paper it began with, or the number of the case among those of its kind. */
export const listingIdOf = (subjectId: string, ground: Ground, cause: string): string =>
  idUnder(subjectId, ground, ground === 'ACCIDENT_LIABILITY' ? documentNumberKey(cause) : cause);
/** Under which ids the case of an investigation report may be on record: older versions took its number as it was written. */
export const accidentCaseIdsOf = (subjectId: string, reportNumber: string): readonly string[] =>
  spellingsOf(reportNumber).map((spelling) => idUnder(subjectId, 'ACCIDENT_LIABILITY', spelling));
const idUnder = (subjectId: string, ground: Ground, cause: string): string =>
  derivedId('blacklistListing', subjectId, ground, cause);
export const streamOf = (listingId: string): string => `${blacklistListing.category}-${listingId}`;

interface Candidate {
  readonly candidate: ListingCandidateProposed['data'];
}
interface Notified extends Candidate {
  readonly notice: ListingIntentNotified['data'];
}
interface Defended extends Notified {
  readonly defence: ListingDefenceReceived['data'];
}
interface Answered extends Defended {
  readonly answer: ListingDefenceAnswered['data'];
}
interface Listed extends Notified {
  readonly defence?: ListingDefenceReceived['data'];
  readonly answer?: ListingDefenceAnswered['data'];
  readonly listing: SubjectListedOnBlacklist['data'];
  /** What was put right in it, in that order; absent: nothing was. */
  readonly corrections?: readonly ListingCorrected['data'][];
}

/** The situations a case can be in. One that the law does not know cannot be written down. */
export type BlacklistListing =
  | { readonly status: 'absent' }
  | (Candidate & { readonly status: 'candidate' })
  | (Notified & { readonly status: 'notified' })
  | (Defended & { readonly status: 'defended' })
  | (Answered & { readonly status: 'defence-rejected' })
  | (Answered & { readonly status: 'defence-upheld' })
  | (Candidate & { readonly status: 'dismissed'; readonly dismissal: ListingCandidateDismissed['data'] })
  | (Listed & { readonly status: 'listed' })
  | (Listed & { readonly status: 'removed'; readonly removal: SubjectRemovedFromBlacklist['data'] });

const initial: BlacklistListing = { status: 'absent' };

function evolve(state: BlacklistListing, event: BlacklistListingEvent): BlacklistListing {
  switch (event.type) {
    case 'ListingCandidateProposed':
      return { status: 'candidate', candidate: event.data };
    case 'ListingCandidateDismissed':
      return state.status === 'absent' ? state : { ...state, status: 'dismissed', dismissal: event.data };
    case 'ListingIntentNotified':
      return state.status === 'absent' ? state : { ...state, status: 'notified', notice: event.data };
    case 'DefenceWindowDated': {
      if (!('notice' in state)) return state;
      const { defenceUntil } = event.data;
      return { ...state, notice: { ...state.notice, defenceUntil, dueOpen: null } };
    }
    case 'ListingDefenceReceived':
      return 'notice' in state ? { ...state, status: 'defended', defence: event.data } : state;
    case 'ListingDefenceAnswered':
      if (state.status !== 'defended') return state;
      return {
        ...state,
        status: event.data.outcome === 'upheld' ? 'defence-upheld' : 'defence-rejected',
        answer: event.data,
      };
    case 'SubjectListedOnBlacklist':
      return 'notice' in state ? { ...state, status: 'listed', listing: event.data } : state;
    case 'ListingCorrected':
      return 'listing' in state ? { ...state, corrections: [...(state.corrections ?? []), event.data] } : state;
    case 'SubjectRemovedFromBlacklist':
      return 'listing' in state ? { ...state, status: 'removed', removal: event.data } : state;
  }
}

/**
 * 陈述申辩期: the decision waits for its end; while that is open it waits for a calendar, also when the case went on meanwhile.
 * 列入期限: nobody has to do anything, the listing ends by itself; `until` is its last day, the day before `listedUntil`.
 */
function due(state: BlacklistListing): Due[] {
  switch (state.status) {
    case 'notified':
    case 'defended':
    case 'defence-rejected':
      return [defenceWindow(state.notice)];
    case 'listed':
      return [...(state.notice.defenceUntil === null ? [defenceWindow(state.notice)] : []), expiry(state.listing)];
    default:
      return [];
  }
}

const defenceWindow = ({ listingId, servedOn, defenceUntil, dueOpen }: Notified['notice']): Due => ({
  what: 'defence-window',
  title: '列入告知后的陈述申辩期',
  whose: 'approver',
  until: defenceUntil,
  dueOpen,
  days: 'working',
  basis: '国办发〔2020〕49号：列入前告知并听取陈述申辩',
  since: servedOn,
  commandId: defenceUntil === null ? derivedId('dated-defence-windows', listingId) : null,
});

const expiry = ({ listingId, listedOn, listedUntil }: Listed['listing']): Due => ({
  what: 'listing-expiry',
  title: '列入期限届满移出',
  whose: 'ledger',
  until: addDays(listedUntil, -1),
  dueOpen: null,
  days: 'months',
  basis: '列入决定载明的列入期限',
  since: listedOn,
  commandId: derivedId('expired-listings', listingId),
});

/**
 * The defence window is dated once the working days of its year are known. 期满移出: a listing whose period is over is off the list
 * by the calendar alone; this writes it down, so that those who were told of the listing are told of its end.
 * Refusal: `rule-set-unknown`.
 */
const dayCame =
  (rules: RuleBook, day: Day) =>
  (state: BlacklistListing): BlacklistListingEvent[] =>
    due(state).flatMap(({ what }) => {
      if (what === 'defence-window' && 'notice' in state) return dated(rules, state.notice);
      return state.status === 'listed' && day >= state.listing.listedUntil ? expired(rules, state, day) : [];
    });

function dated(rules: RuleBook, notice: Notified['notice']): BlacklistListingEvent[] {
  const { listingId, subjectId, noticeNumber, servedOn, ruleSetId } = notice;
  const { dueOn } = windowOf(rules, notice);
  if (notice.defenceUntil !== null || dueOn === null) return [];
  const data = { listingId, subjectId, noticeNumber, servedOn, defenceUntil: dueOn, ruleSetId };
  return [{ type: 'DefenceWindowDated', data }];
}

function expired(rules: RuleBook, state: Listed & { readonly status: 'listed' }, day: Day): BlacklistListingEvent[] {
  const { listingId, listedUntil, decisionBody, decisionBodyCode } = state.listing;
  const removal: Removal = {
    listingId,
    reason: 'expiry',
    removedOn: listedUntil,
    decisionNumber: null,
    removalBody: decisionBody,
    removalBodyCode: decisionBodyCode,
    explanation: '列入期限届满，自动移出',
  };
  return remove(rules, removal, day)(state);
}

/** The last day of the defence window: as it was recorded, else as it is counted now by the rules of the day of service. */
function windowOf(rules: RuleBook, { servedOn, defenceUntil, ruleSetId }: Notified['notice']): DueDay {
  if (defenceUntil !== null) return { dueOn: defenceUntil, dueOpen: null };
  return dueDay(rules, servedOn, rules.byId(ruleSetId).blacklist.defenceWindowWorkingDays.value);
}

export const blacklistListing = {
  category: 'blacklistListing',
  initial: initial as BlacklistListing,
  evolve,
  due,
  dayCame,
  /** Who proposed somebody or served the notice does not decide on the listing: `docs/access.md`. */
  fourEyes: { deciding: { SubjectListedOnBlacklist: ['ListingCandidateProposed', 'ListingIntentNotified'] } },
  ...blacklistListingEvents,
} as const;

export type Proposal = Omit<ListingCandidateProposed['data'], 'ruleSetId'>;

/**
 * 提出候选. The case is named by its cause, so a second proposal of the same case changes nothing. Refusal: the contradiction.
 * @param contradiction what cannot be true on the paper it rests on, if anything: `otherNameIn`
 */
export const propose =
  (rules: RuleBook, wanted: Proposal, contradiction?: Refusal) =>
  (state: BlacklistListing): BlacklistListingEvent[] => {
    if (state.status !== 'absent') return [];
    if (contradiction) throw contradiction;
    const ruleSetId = rules.inForce(wanted.proposedOn).id;
    return [{ type: 'ListingCandidateProposed', data: { ...wanted, ruleSetId } }];
  };

export type Dismissal = Omit<ListingCandidateDismissed['data'], 'subjectId'>;

/** 不予列入. Refusals in this order: `listing-not-found`; `exists-with-different-content`; `already-listed`. */
export const dismiss =
  (wanted: Dismissal) =>
  (state: BlacklistListing): BlacklistListingEvent[] => {
    const { subjectId } = candidateOf(state, wanted);
    const data = { ...wanted, subjectId };
    if (state.status === 'dismissed') return sameContent(state.dismissal, data, 'reason');
    if ('listing' in state) throw new Refusal('already-listed', { decisionNumber: state.listing.decisionNumber });
    return [{ type: 'ListingCandidateDismissed', data }];
  };

export type Notice = Omit<ListingIntentNotified['data'], 'subjectId' | 'defenceUntil' | 'ruleSetId' | 'dueOpen'>;

/**
 * 列入告知. The window closes so many working days after service (our default, in the rule set of the day of service). A notice that was
 * served is a fact: where the working days of its year are not known yet, its last day is open.
 * Refusals in this order: `listing-not-found`; `exists-with-different-content`; `candidate-dismissed`;
 * `served-before-evidence`.
 */
export const notifyIntent =
  (rules: RuleBook, wanted: Notice) =>
  (state: BlacklistListing): BlacklistListingEvent[] => {
    const { subjectId, evidence } = candidateOf(state, wanted);
    if ('notice' in state) {
      const { notice } = state;
      if (!isSameNumber(notice.noticeNumber, wanted.noticeNumber)) {
        throw new Refusal('exists-with-different-content', { noticeNumber: notice.noticeNumber }, 'noticeNumber');
      }
      return sameContent(notice, { ...notice, ...wanted }, 'noticeNumber');
    }
    if (state.status === 'dismissed') throw ended(state);
    const latest = evidence
      .map((paper) => paper.occurredOn)
      .sort()
      .at(-1);
    if (latest !== undefined && wanted.servedOn < latest) {
      throw new Refusal('served-before-evidence', { latest }, 'servedOn');
    }
    const ruleSet = rules.inForce(wanted.servedOn);
    const { defenceWindowWorkingDays } = ruleSet.blacklist;
    const { dueOn, dueOpen } = dueDay(rules, wanted.servedOn, defenceWindowWorkingDays.value);
    const data = { ...wanted, subjectId, defenceUntil: dueOn, ruleSetId: ruleSet.id, dueOpen };
    return [{ type: 'ListingIntentNotified', data }];
  };

export type Defence = Omit<ListingDefenceReceived['data'], 'subjectId'>;

/**
 * 收到陈述申辩. While the last day of the window is open, none is too late. Refusals in this order: `listing-not-found`;
 * `intent-not-notified`; `exists-with-different-content`; `candidate-dismissed`; `already-listed`; `received-before-served`; `defence-window-closed`.
 */
export const receiveDefence =
  (wanted: Defence) =>
  (state: BlacklistListing): BlacklistListingEvent[] => {
    const { subjectId } = candidateOf(state, wanted);
    if (!('notice' in state)) throw new Refusal('intent-not-notified', { listingId: wanted.listingId });
    const data = { ...wanted, subjectId };
    if ('defence' in state && state.defence) return sameContent(state.defence, data, 'summary');
    if (state.status !== 'notified') throw ended(state);
    const { servedOn, defenceUntil } = state.notice;
    if (wanted.receivedOn < servedOn) throw new Refusal('received-before-served', { servedOn }, 'receivedOn');
    if (defenceUntil !== null && wanted.receivedOn > defenceUntil)
      throw new Refusal('defence-window-closed', { defenceUntil }, 'receivedOn');
    return [{ type: 'ListingDefenceReceived', data }];
  };

export type DefenceAnswer = Omit<ListingDefenceAnswered['data'], 'subjectId'>;

/**
 * 复核答复. Refusals in this order: `listing-not-found`; `no-defence-to-answer`; `exists-with-different-content`;
 * `candidate-dismissed`; `answered-before-received`.
 */
export const answerDefence =
  (wanted: DefenceAnswer) =>
  (state: BlacklistListing): BlacklistListingEvent[] => {
    const { subjectId } = candidateOf(state, wanted);
    if (!('defence' in state) || !state.defence)
      throw new Refusal('no-defence-to-answer', { listingId: wanted.listingId });
    const data = { ...wanted, subjectId };
    if ('answer' in state && state.answer) return sameContent(state.answer, data, 'documentNumber');
    if (state.status !== 'defended') throw ended(state);
    const { receivedOn } = state.defence;
    if (wanted.answeredOn < receivedOn) throw new Refusal('answered-before-received', { receivedOn }, 'answeredOn');
    return [{ type: 'ListingDefenceAnswered', data }];
  };

export type ListingDecision = Omit<
  SubjectListedOnBlacklist['data'],
  'subjectId' | 'subjectName' | 'ground' | 'listedOn' | 'listedUntil' | 'ruleSetId'
>;

/**
 * 列入决定. No listing without a served notice, a closed window and an answer to every defence (国办发〔2020〕49号, S36);
 * no listing with outside effect on a basis that cannot carry one (same source).
 *
 * Refusals in this order: `listing-not-found`; `exists-with-different-content`; `candidate-dismissed`;
 * `intent-not-notified`; `defence-upheld`; `working-day-calendar-missing` (the last day of the window cannot be counted);
 * `defence-window-open`; `defence-not-answered`; `decided-before-answer`; `legal-basis-insufficient`.
 *
 * @param recordedOn the day on which it is recorded: the term is read as it is read then
 */
export const list =
  (rules: RuleBook, wanted: ListingDecision, recordedOn: Day) =>
  (state: BlacklistListing): BlacklistListingEvent[] => {
    const { subjectId, subjectName, ground } = candidateOf(state, wanted);
    const ruleSet = rules.inForce(wanted.decidedOn);
    const { listingMonths } = ruleSet.blacklist;
    const data = {
      ...wanted,
      subjectId,
      subjectName,
      ground,
      listedOn: wanted.decidedOn,
      listedUntil: firstDayAfterTerm(ruleSet, recordedOn, wanted.decidedOn, listingMonths.value),
      ruleSetId: ruleSet.id,
    };
    if ('listing' in state) {
      const { listing } = state;
      return sameContent(listing, { ...data, listedUntil: listing.listedUntil }, 'decisionNumber'); // counted, not said
    }
    if (state.status === 'dismissed') throw ended(state);
    if (!('notice' in state)) throw new Refusal('intent-not-notified', { listingId: wanted.listingId });
    if (state.status === 'defence-upheld')
      throw new Refusal('defence-upheld', { documentNumber: state.answer.documentNumber });
    const { dueOn: defenceUntil, dueOpen } = windowOf(rules, state.notice);
    if (defenceUntil === null) throw new Refusal('working-day-calendar-missing', { year: yearWaitedFor(dueOpen) });
    if (wanted.decidedOn <= defenceUntil) throw new Refusal('defence-window-open', { defenceUntil }, 'decidedOn');
    if (state.status === 'defended')
      throw new Refusal('defence-not-answered', { receivedOn: state.defence.receivedOn });
    if (state.status === 'defence-rejected' && wanted.decidedOn < state.answer.answeredOn) {
      throw new Refusal('decided-before-answer', { answeredOn: state.answer.answeredOn }, 'decidedOn');
    }
    if (wanted.register === 'serious-dishonesty' && wanted.basisLevel === 'normative-document') {
      throw new Refusal('legal-basis-insufficient', { basisLevel: wanted.basisLevel }, 'basisLevel');
    }
    return [{ type: 'SubjectListedOnBlacklist', data }];
  };

export type Removal = Omit<SubjectRemovedFromBlacklist['data'], 'subjectId' | 'listing'>;

/**
 * 移出. At the end of its period, early after the minimum stay (numbers in the rule set of the listing), or because the
 * decision was revoked.
 *
 * Refusals in this order: `listing-not-found`; `not-listed`; `exists-with-different-content`; `removed-before-listed`;
 * `expiry-not-reached`; `early-removal-too-soon`.
 *
 * @param recordedOn the day on which it is recorded: the minimum stay is read as it is read then
 */
export const remove =
  (rules: RuleBook, wanted: Removal, recordedOn: Day) =>
  (state: BlacklistListing): BlacklistListingEvent[] => {
    const { subjectId } = candidateOf(state, wanted);
    if (!('listing' in state)) throw new Refusal('not-listed', { listingId: wanted.listingId });
    const data = { ...wanted, subjectId, listing: recognisable(asCorrected(state.listing, state.corrections)) };
    if (state.status === 'removed') return sameContent(state.removal, data, 'decisionNumber');
    const { listedOn, listedUntil } = state.listing;
    if (wanted.removedOn < listedOn) throw new Refusal('removed-before-listed', { listedOn }, 'removedOn');
    if (wanted.reason === 'expiry' && wanted.removedOn < listedUntil) {
      throw new Refusal('expiry-not-reached', { listedUntil }, 'removedOn');
    }
    const ruleSet = rules.inForce(listedOn);
    const earliest = firstDayAfterTerm(ruleSet, recordedOn, listedOn, ruleSet.blacklist.earlyRemovalMinMonths.value);
    if (wanted.reason === 'early' && wanted.removedOn < earliest) {
      throw new Refusal('early-removal-too-soon', { earliest }, 'removedOn');
    }
    return [{ type: 'SubjectRemovedFromBlacklist', data }];
  };

function candidateOf(state: BlacklistListing, { listingId }: { readonly listingId: string }): Candidate['candidate'] {
  if (state.status === 'absent') throw new Refusal('listing-not-found', { listingId });
  return state.candidate;
}

function recognisable(listing: Listed['listing']): SubjectRemovedFromBlacklist['data']['listing'] {
  const { subjectName, ground, register, decisionNumber, decisionBody, decisionBodyCode, listedOn } = listing;
  return { subjectName, ground, register, decisionNumber, decisionBody, decisionBodyCode, listedOn };
}

/** Why the procedure goes no further. */
function ended(state: Exclude<BlacklistListing, { status: 'absent' }>): Refusal {
  if (state.status === 'dismissed')
    return new Refusal('candidate-dismissed', { dismissedOn: state.dismissal.dismissedOn });
  if ('listing' in state) return new Refusal('already-listed', { decisionNumber: state.listing.decisionNumber });
  return new Refusal('procedure-moved-on', { status: state.status });
}
