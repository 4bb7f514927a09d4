import {
  aCommitment,
  aListCorrection,
  aListEntry,
  aListRemoval,
  aPenalty,
  aPenaltyChange,
  aPenaltyFoundUnlawful,
  aPenaltyFoundVoid,
  aPenaltyWithdrawal,
  aRepairResult,
  aRepairRevocation,
  aSpotCheck,
  aSpotCheckWithdrawal,
} from '../../../../exchange/src/told.examples';
import type { Told } from '@app/exchange';
import { paperDayOf } from '../paper-day';
import { publishedRules as rules } from '../../rule-set';
import { stateCouncilCalendar as calendar } from '../../shared';
import { examples } from './push.examples';
import { afterPushEvent, counted, deadlineOf, duesOf } from './push-deadline';

const deadline = (told: Told, body = 'credit-hebei', known = calendar) =>
  deadlineOf(rules, known, { body, kind: told.kind, since: paperDayOf(told), recordedOn: '2026-11-30' });
const penalty = deadline(aPenalty({ decidedOn: '2026-11-02' }));
const delivered = (receivedAt: string) =>
  ({ type: 'PushDelivered', data: { ...examples.PushDelivered, receivedAt } }) as const;
const held = { type: 'PushHeld', data: examples.PushHeld } as const;
const overtaken = { type: 'PushOvertaken', data: examples.PushOvertaken } as const;
const redriven = { type: 'PushRedriven', data: examples.PushRedriven } as const;
const without = (...years: number[]) => ({
  years: new Map([...calendar.years].filter(([year]) => !years.includes(year))),
});

describe('by when a body is to have a message', () => {
  it.each([
    ['credit-hebei', 7, '2026-11-11'],
    ['credit-china-hebei', 7, '2026-11-11'],
    ['gsxt-hebei', 20, '2026-11-30'],
  ])('%s: a penalty in %d working days from the decision', (body, workingDays, dueOn) => {
    expect(deadline(aPenalty({ decidedOn: '2026-11-02' }), body)).toMatchObject({
      since: '2026-11-02',
      term: { workingDays, due: { dueOn, dueOpen: null } },
    });
  });

  describe.each(['credit-hebei', 'credit-china-hebei', 'gsxt-hebei'])('%s, from the paper of the message', (body) => {
    const term = body === 'gsxt-hebei' ? 20 : 7;
    it.each<[Told, string, number]>([
      [aPenaltyWithdrawal({ withdrawnOn: '2026-06-01' }), '2026-06-01', 3],
      [aPenaltyChange({ changedOn: '2026-06-01' }), '2026-06-01', 3],
      [aPenaltyFoundUnlawful({ foundOn: '2026-06-01' }), '2026-06-01', 3],
      [aPenaltyFoundVoid({ foundOn: '2026-06-01' }), '2026-06-01', 3],
      [aRepairResult({ repairedOn: '2026-06-01' }), '2026-06-01', 3],
      [aRepairRevocation({ revokedOn: '2026-06-01' }), '2026-06-01', 3],
      [aListEntry({ listedOn: '2026-06-01' }), '2026-06-01', term],
      [aListRemoval({ removedOn: '2026-06-01' }), '2026-06-01', term],
      [aListCorrection({ correctedOn: '2026-06-01' }), '2026-06-01', term],
      [aCommitment({ stateOn: '2026-06-01' }), '2026-06-01', term],
      [aSpotCheck({ checkedOn: '2026-06-01' }), '2026-06-01', term],
      [aSpotCheckWithdrawal({ withdrawnOn: '2026-06-01' }), '2026-06-01', term],
    ])('$kind', (told, since, workingDays) => {
      expect(deadline(told, body)).toMatchObject({ since, term: { workingDays } });
    });
  });

  it('of a result in the place of a withdrawn one, counts from the withdrawal', () => {
    const replaces = { checkedOn: '2026-05-04', result: '合格', withdrawalNumber: '1', withdrawnOn: '2026-06-01' };
    expect(deadline(aSpotCheck({ checkedOn: '2026-05-04', replaces }))).toMatchObject({ since: '2026-06-01' });
  });

  it('is open while the year is not known, and counted when it is', () => {
    const open = deadline(aPenalty({ decidedOn: '2025-12-30' }), 'credit-hebei', without(2026));
    expect(open).toMatchObject({ term: { due: { dueOn: null, dueOpen: 'calendar-2026' } } });
    expect(duesOf(open)).toMatchObject([{ what: 'push-deadline', until: null, dueOpen: 'calendar-2026' }]);
    expect(counted(open, calendar)).toEqual(deadline(aPenalty({ decidedOn: '2025-12-30' })));
    expect(counted(penalty, without(2026))).toBe(penalty);
  });

  it('is none for a body of which the rules say nothing', () => {
    const unknown = deadline(aPenalty(), 'bulletin');
    expect(unknown.term).toBeNull();
    expect(duesOf(unknown)).toEqual([]);
    expect(counted(unknown, calendar)).toBe(unknown);
    expect(duesOf(afterPushEvent(unknown, held))).toMatchObject([{ what: 'push-held', until: null, dueOpen: null }]);
  });
});

describe('a deadline', () => {
  it('is work for an officer, with its basis, until the body has acknowledged', () => {
    expect(duesOf(penalty)).toEqual([
      {
        what: 'push-deadline',
        title: '向全国信用信息共享平台（河北）报送（penalty），以平台回执为准',
        whose: 'officer',
        until: '2026-11-11',
        dueOpen: null,
        days: 'working',
        basis: '发改办财金〔2018〕424号：自作出决定之日起7个工作日（S38）',
        since: '2026-11-02',
        commandId: null,
      },
    ]);
    expect(duesOf(afterPushEvent(penalty, delivered('2026-11-11T03:00:00Z')))).toEqual([]);
  });

  it.each([
    ['2026-11-11T15:59:59Z', '2026-11-11'],
    ['2026-11-11T16:00:00Z', '2026-11-12'],
  ])('acknowledged at %s, Asia/Shanghai deciding, ends on %s', (receivedAt, acknowledgedOn) => {
    expect(afterPushEvent(penalty, delivered(receivedAt))).toMatchObject({ state: 'acknowledged', acknowledgedOn });
  });

  it('runs on while the message is refused or given up, and while it is not acknowledged nothing is late yet', () => {
    const refused = afterPushEvent(penalty, { type: 'PushRefused', data: examples.PushRefused });
    const givenUp = afterPushEvent(refused, { type: 'PushGivenUp', data: examples.PushGivenUp });
    expect(duesOf(refused)).toEqual(duesOf(penalty));
    expect(duesOf(givenUp)).toEqual(duesOf(penalty));
    expect(givenUp.acknowledgedOn).toBeNull();
  });

  it('ends with what closes the push, and runs again when that is revived', () => {
    const closed = afterPushEvent(penalty, overtaken);
    const nothingThere = afterPushEvent(penalty, { type: 'PushNothingThere', data: examples.PushNothingThere });
    expect([duesOf(closed), duesOf(nothingThere)]).toEqual([[], []]);
    expect(duesOf(afterPushEvent(closed, redriven))).toEqual(duesOf(penalty));
  });
});

describe('what is held', () => {
  it('is work beside the deadline, with the sentences and the same last day', () => {
    const [deadlineDue, heldDue] = duesOf(afterPushEvent(penalty, held));
    expect(deadlineDue).toEqual(duesOf(penalty)[0]);
    expect(heldDue).toMatchObject({
      what: 'push-held',
      whose: 'officer',
      until: '2026-11-11',
      since: held.data.heldOn,
    });
    for (const { sentence } of held.data.faults) expect(heldDue?.title).toContain(sentence);
  });

  it.each([
    ['sent despite the check', { type: 'PushSentDespiteCheck', data: examples.PushSentDespiteCheck }],
    ['redriven', redriven],
    ['refused after it was sent', { type: 'PushRefused', data: examples.PushRefused }],
  ] as const)('is work no more, but its deadline runs on: %s', (_what, event) => {
    expect(duesOf(afterPushEvent(afterPushEvent(penalty, held), event))).toEqual(duesOf(penalty));
  });

  it('is work no more once it is mended or overtaken', () => {
    expect(duesOf(afterPushEvent(afterPushEvent(penalty, held), overtaken))).toEqual([]);
  });
});
