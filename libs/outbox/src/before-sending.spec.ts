import { BeforeSending, type BeforeSendingOptions, type Decision } from './before-sending';
import type { Fault, Holding } from './endpoint';
import type { Effect, LanePlace, PushState } from './lane';
import type { ClaimedTurn } from './outbox';
import type { Push } from './push';
import { aPush } from './push.examples';

const going = new AbortController().signal;
const receipt: Holding = { outcome: 'acknowledged', receiptNumber: 'N-1', receivedAt: '2024-03-06T01:02:03.004Z' };
const absent: Holding = { outcome: 'absent' };
const fault: Fault = { rule: 'strict-1/width', sentence: '文号过长' };

const placeOf = (push: Push, status: PushState, inDoubt = false): LanePlace => ({
  pushId: push.pushId,
  effect: push.effect,
  status,
  inDoubt,
});
const claimedOf = (push: Push, lane: readonly LanePlace[], changes: Partial<ClaimedTurn> = {}): ClaimedTurn => ({
  push,
  attempt: 1,
  leaseId: 'lease',
  redrives: 0,
  unreadable: 0,
  inDoubt: lane.find(({ pushId }) => pushId === push.pushId)?.inDoubt ?? false,
  unchecked: false,
  awaits: null,
  lane,
  ...changes,
});
const messageOf = (position: number, effect: Effect = 'states') => aPush({ position, effect, lane: 'a' });

interface Looked {
  readonly faults: readonly Fault[];
  readonly known: readonly Push[];
  readonly registered: NonNullable<BeforeSendingOptions['faultsKnown']>;
  readonly over: NonNullable<BeforeSendingOptions['publicityOver']>;
}

/** A body that holds this under the keys of these pushes, and finds these faults. */
function looking(
  holdings: ReadonlyMap<string, Holding> | undefined,
  { faults = [], known = [], registered, over }: Partial<Looked> = {},
) {
  const asked: string[] = [];
  const heard: number[] = [];
  const options: BeforeSendingOptions = {
    endpoint: {
      faultsOf: () => faults,
      ...(holdings && {
        askByKey: (pushes: readonly Push[]) => {
          asked.push(...pushes.map(({ key }) => key));
          return Promise.resolve(pushes.map(({ pushId }) => holdings.get(pushId) ?? absent));
        },
      }),
    },
    ...(registered && { faultsKnown: registered }),
    ...(over && { publicityOver: over }),
    outbox: { pushes: (ids) => Promise.resolve(known.filter(({ pushId }) => ids.includes(pushId))) },
    onTrouble: (error) => {
      throw error;
    },
    onHeard: ({ length }) => heard.push(length),
  };
  return { before: new BeforeSending(options), asked, heard };
}

describe('before a push leaves', () => {
  const one = messageOf(1);
  const decided = async (before: BeforeSending, claimed: ClaimedTurn) =>
    flat((await before.decide([claimed], going)).get(claimed.push.pushId));
  const flat = (decision: Decision | undefined) => decision && { ...decision.ended, inDoubt: decision.inDoubt };

  describe('that speaks of what is in doubt', () => {
    const [noted, restored] = [messageOf(1, 'notes'), messageOf(2, 'restores')];
    const lane = [placeOf(noted, 'overtaken', true), placeOf(restored, 'waiting')];

    it.each([
      ['holds none of it, it closes', absent, { outcome: 'nothing-there', revives: [], inDoubt: false }],
      ['holds it, it leaves', receipt, undefined],
    ])('the body is asked; when that %s', async (_what, holding, expected) => {
      const { before, asked } = looking(new Map([[noted.pushId, holding]]), { known: [noted] });
      expect(await decided(before, claimedOf(restored, lane))).toEqual(expected);
      expect(asked).toEqual([noted.key]);
    });

    it('a body that cannot be asked is told', async () => {
      const { before } = looking(undefined, { known: [noted] });
      expect(await decided(before, claimedOf(restored, lane))).toBeUndefined();
    });
  });

  it('nothing is asked of what was never handed out', async () => {
    const { before, asked } = looking(new Map());
    expect(await decided(before, claimedOf(one, [placeOf(one, 'waiting')]))).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('what is in doubt is asked for by its key: what the body has is not sent again', async () => {
    const { before, asked } = looking(new Map([[one.pushId, receipt]]));
    const claimed = claimedOf(one, [placeOf(one, 'waiting', true)]);
    expect(await decided(before, claimed)).toEqual({ ...receipt, inDoubt: false });
    expect(asked).toEqual([one.key]);
  });

  it('what is in doubt and not there leaves; where nobody can be asked it leaves, too', async () => {
    const claimed = claimedOf(one, [placeOf(one, 'waiting', true)]);
    expect(await decided(looking(new Map()).before, claimed)).toBeUndefined();
    expect(await decided(looking(undefined).before, claimed)).toBeUndefined();
  });

  it('what is in doubt does not leave while the body cannot be asked', async () => {
    const { before } = looking(new Map([[one.pushId, { outcome: 'failed', reason: '503' }]]));
    const claimed = claimedOf(one, [placeOf(one, 'waiting', true)]);
    expect(await decided(before, claimed)).toEqual({ outcome: 'failed', reason: '503', inDoubt: true });
  });

  it('what the body would refuse is held, unless a person sends it all the same', async () => {
    const { before } = looking(new Map(), { faults: [fault] });
    const lane = [placeOf(one, 'waiting')];
    expect(await decided(before, claimedOf(one, lane))).toEqual({ outcome: 'held', faults: [fault], inDoubt: false });
    expect(await decided(before, claimedOf(one, lane, { unchecked: true }))).toBeUndefined();
  });

  it('what we know it would refuse is asked once for all that leave, and stands beside what its rules say', async () => {
    const [other, despite] = [aPush({ position: 2, lane: 'b' }), aPush({ position: 3, lane: 'c' })];
    const wrongName: Fault = { rule: 'register-1/1001', sentence: '名称与代码不符' };
    const questions: (readonly string[])[] = [];
    const { before } = looking(new Map(), {
      faults: [fault],
      registered: (pushes) => {
        questions.push(pushes.map(({ pushId }) => pushId));
        return Promise.resolve(new Map([[other.pushId, [wrongName]]]));
      },
    });
    const claimed = [one, other].map((push) => claimedOf(push, [placeOf(push, 'waiting')]));
    const unchecked = claimedOf(despite, [placeOf(despite, 'waiting')], { unchecked: true });
    const decisions = await before.decide([...claimed, unchecked], going);
    expect(flat(decisions.get(one.pushId))).toMatchObject({ outcome: 'held', faults: [fault] });
    expect(flat(decisions.get(other.pushId))).toMatchObject({ outcome: 'held', faults: [fault, wrongName] });
    expect(decisions.has(despite.pushId)).toBe(false);
    expect(questions).toEqual([[one.pushId, other.pushId]]);
  });

  it('of a body that takes one at a time, all that leave at once are looked at in one question', async () => {
    const leaving = Array.from({ length: 40 }, (_, index) => messageOf(index + 1));
    const questions: (readonly string[])[] = [];
    const { before } = looking(new Map(), {
      registered: (pushes) => {
        questions.push(pushes.map(({ pushId }) => pushId));
        return Promise.resolve(new Map());
      },
    });
    await Promise.all(leaving.map((push) => decided(before, claimedOf(push, [placeOf(push, 'waiting')]))));
    expect(questions).toEqual([leaving.map(({ pushId }) => pushId)]);
  });

  describe('whose publicity is over', () => {
    const over = { over: () => Promise.resolve(new Map([[one.pushId, '2027-05-06']])) };
    const closed = { outcome: 'overtaken', through: '2027-05-06', inDoubt: false };

    it('does not leave, whatever the check would say, and whoever sends it all the same', async () => {
      const { before } = looking(new Map(), { ...over, faults: [fault] });
      const lane = [placeOf(one, 'waiting')];
      expect(await decided(before, claimedOf(one, lane))).toEqual(closed);
      expect(await decided(before, claimedOf(one, lane, { unchecked: true }))).toEqual(closed);
    });

    it('is acknowledged when the body has it after all', async () => {
      const { before } = looking(new Map([[one.pushId, receipt]]), over);
      const claimed = claimedOf(one, [placeOf(one, 'waiting', true)]);
      expect(await decided(before, claimed)).toEqual({ ...receipt, inDoubt: false });
    });

    it('does not leave while nobody can say so', async () => {
      const troubles: unknown[] = [];
      const before = new BeforeSending({
        endpoint: {},
        outbox: { pushes: () => Promise.resolve([]) },
        publicityOver: () => Promise.reject(new Error('the log is away')),
        onTrouble: (error) => troubles.push(error),
        onHeard: () => undefined,
      });
      expect(await decided(before, claimedOf(one, [placeOf(one, 'waiting')]))).toMatchObject({
        outcome: 'failed',
        arrived: 'no',
      });
      expect(troubles).toHaveLength(1);
    });
  });

  describe('whose record was withdrawn meanwhile', () => {
    const withdrawal = messageOf(2, 'withdraws');

    it('is overtaken, whatever the check would say', async () => {
      const { before } = looking(new Map(), { faults: [fault] });
      const lane = [placeOf(one, 'waiting'), placeOf(withdrawal, 'waiting')];
      const overtaken = { outcome: 'overtaken', by: withdrawal.pushId, inDoubt: false };
      expect(await decided(before, claimedOf(one, lane))).toEqual(overtaken);
    });

    it('is acknowledged when the body has it after all', async () => {
      const { before } = looking(new Map([[one.pushId, receipt]]));
      const lane = [placeOf(one, 'waiting', true), placeOf(withdrawal, 'waiting')];
      expect(await decided(before, claimedOf(one, lane))).toEqual({ ...receipt, inDoubt: false });
    });

    it('stays in doubt where nobody can be asked, and so its withdrawal leaves', async () => {
      const { before } = looking(undefined);
      const lane = [placeOf(one, 'waiting', true), placeOf(withdrawal, 'waiting')];
      expect(await decided(before, claimedOf(one, lane))).toMatchObject({ outcome: 'overtaken', inDoubt: true });
      const after = [placeOf(one, 'overtaken', true), placeOf(withdrawal, 'waiting')];
      expect(await decided(before, claimedOf(withdrawal, after))).toBeUndefined();
    });

    it.each<[string, Holding, string | undefined]>([
      ['there is nothing to say when the body says that it has none', absent, 'nothing-there'],
      ['it is withdrawn when the body has it, whatever our rows say', receipt, undefined],
      ['it waits while the body cannot be asked', { outcome: 'failed', reason: '503' }, 'failed'],
    ])('the withdrawal: %s', async (_, holding, expected) => {
      const { before, asked } = looking(new Map([[one.pushId, holding]]), { known: [one] });
      const lane = [placeOf(one, 'overtaken'), placeOf(withdrawal, 'waiting')];
      const decision = await decided(before, claimedOf(withdrawal, lane));
      expect(decision?.outcome).toBe(expected);
      expect(asked).toEqual([one.key]);
    });
  });

  describe('that waits for the receipt of another body', () => {
    const awaits = 'elsewhere';

    it('keeps its turn, and is not checked', async () => {
      const { before } = looking(new Map(), { faults: [fault] });
      const claimed = claimedOf(one, [placeOf(one, 'waiting')], { awaits });
      expect(await decided(before, claimed)).toEqual({ outcome: 'awaits', inDoubt: false });
    });

    it('is overtaken all the same when its record was withdrawn, and the withdrawal has nothing to say', async () => {
      const { before } = looking(new Map(), { known: [one] });
      const withdrawal = messageOf(2, 'withdraws');
      const lane = [placeOf(one, 'waiting'), placeOf(withdrawal, 'waiting')];
      expect(await decided(before, claimedOf(one, lane, { awaits }))).toMatchObject({ outcome: 'overtaken' });
      const after = [placeOf(one, 'overtaken'), placeOf(withdrawal, 'waiting')];
      expect(await decided(before, claimedOf(withdrawal, after, { awaits }))).toMatchObject({
        outcome: 'nothing-there',
      });
    });

    it('is acknowledged when the body has it after all', async () => {
      const { before } = looking(new Map([[one.pushId, receipt]]));
      const claimed = claimedOf(one, [placeOf(one, 'waiting', true)], { awaits });
      expect(await decided(before, claimed)).toEqual({ ...receipt, inDoubt: false });
    });
  });

  it('one that stands still, and that nothing mends, goes on doing so', async () => {
    const later = messageOf(2, 'notes');
    const lane = [placeOf(one, 'rejected'), placeOf(later, 'waiting')];
    expect(await decided(looking(new Map()).before, claimedOf(one, lane))).toEqual({
      outcome: 'stays',
      inDoubt: false,
    });
  });
});
