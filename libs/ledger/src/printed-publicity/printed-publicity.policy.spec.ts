import { MemoryEventLog } from '@app/event-store/memory';
import type { StoredEvent } from '@app/event-store';
import { aDesk } from '../../../../test/support/desk';
import { aPenaltyDecision, aPenaltyRevocation } from '../../../../test/support/ledger-events';
import { oneOfEach } from '../../../../test/support/one-of-each';
import { PrintedPublicityPolicy } from './printed-publicity.policy';

const now: Partial<StoredEvent> = { recordedAt: '2026-11-30T02:00:00.000Z' };
const tooLong = aPenaltyDecision({ publicUntil: '2029-05-06' }, now);
const revocation = aPenaltyRevocation({}, { ...now, revision: 1 });

let log: MemoryEventLog;
let policy: PrintedPublicityPolicy;
beforeEach(() => {
  log = new MemoryEventLog(() => new Date('2026-11-30T02:00:01Z'));
  policy = new PrintedPublicityPolicy(aDesk({ log, today: '2026-11-30' }));
});
const recorded = async () => (await log.readStream('printedPublicity-decision-1')).map(({ type }) => type);

describe('the policy of printed ends of publicity', () => {
  it('writes down one that is too long, once, with the decision as its cause', async () => {
    await policy.react([tooLong]);
    await policy.react([tooLong, tooLong]);
    expect(await log.readStream('printedPublicity-decision-1')).toMatchObject([
      { type: 'PrintedPublicityFoundTooLong', subjectId: tooLong.subjectId, causeId: tooLong.id },
    ]);
  });

  it('settles it when the decision is revoked, in the same batch too', async () => {
    await policy.react([tooLong, revocation]);
    await policy.react([tooLong, revocation]);
    expect(await recorded()).toEqual(['PrintedPublicityFoundTooLong', 'PrintedPublicitySettled']);
  });

  it.each(['PenaltyDecisionFoundUnlawful', 'PenaltyDecisionFoundVoid'])('settles it after %s', async (type) => {
    const outcome = oneOfEach.filter((event) => event.type === type);
    await policy.react([tooLong, ...outcome]);
    expect(await recorded()).toEqual(['PrintedPublicityFoundTooLong', 'PrintedPublicitySettled']);
  });

  it('writes nothing of decisions whose end is in order, nor of their revocation', async () => {
    await policy.react([aPenaltyDecision({ publicUntil: '2027-05-06' }, now), revocation]);
    await policy.react([aPenaltyDecision({ publicUntil: '2029-05-06' }, { recordedAt: '2026-11-28T02:00:00.000Z' })]);
    expect(await log.head()).toBe(0);
  });
});
