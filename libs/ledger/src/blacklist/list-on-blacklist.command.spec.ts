import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { clockAt, aDesk } from '../../../../test/support/desk';
import * as event from '../../../../test/support/ledger-events';
import { refusalFrom } from '../../../../test/support/refusal-from';
import { capabilities } from '../capabilities';
import { tellingOf } from '../credit-dossier/capability';
import { MemoryDossiers } from '../credit-dossier/memory-dossiers';
import { judgeUnder } from '../credit-score/domain';
import { publishedRules } from '../rule-set';
import { ListOnBlacklist, type ListOnBlacklistDto, ListOnBlacklistHandler } from './list-on-blacklist.command';

const today = '2026-08-01';
const decision: ListOnBlacklistDto = {
  register: 'serious-dishonesty',
  decisionNumber: '廊消列字〔2026〕第0001号',
  decisionBody: '廊坊市消防救援支队',
  decisionBodyCode: '1113100001YMGCE72W',
  legalBasis: '河北省消防条例',
  basisLevel: 'local-regulation',
  legalReviewedBy: '李某',
  conductSummary: '拒不改正',
  measures: ['PROC_REFUSE'],
  removalConditions: '期满',
  remedies: '行政复议',
  decidedOn: today,
};
const actor = { name: '李审批', unitName: '廊坊市消防救援支队', unitCode: '1113100001YMGCE72W', role: 'approver' };
const context = {
  actor,
  commandId: '0c0c0c0c-0000-4000-8000-000000000001',
  requestId: 'request-1',
  causeId: null,
};

const decidedId = '0e0e0e0e-0000-4000-8000-000000000001';

/** The one of the examples. */
const listingId = '8c1f7a00-0000-5000-8000-000000000001';

/** An officer waits seconds; a spec does not. */
class ImpatientDossiers extends MemoryDossiers {
  waitMs = 100;

  override upTo(...[position, subjectIds]: Parameters<MemoryDossiers['upTo']>) {
    return super.upTo(position, subjectIds, { waitMs: this.waitMs });
  }
}

let log: MemoryEventLog;
let dossiers: ImpatientDossiers;
let handler: ListOnBlacklistHandler;
beforeEach(async () => {
  log = new MemoryEventLog(() => clockAt(today).now());
  dossiers = new ImpatientDossiers(log, tellingOf(capabilities), judgeUnder(publishedRules));
  handler = new ListOnBlacklistHandler(aDesk({ log, today }), dossiers);
  const decided = event.aPenaltyDecision({}, { id: decidedId });
  const evidence = [{ eventId: decided.id, document: '广消行罚决字〔2026〕第0005号', occurredOn: decided.occurredOn }];
  const proposed = event.aCandidate({ evidence });
  await record(decided, proposed, event.aNotice(), event.aDefence(), event.aDefenceAnswer());
});

async function record(...events: StoredEvent[]): Promise<void> {
  for (const { stream, ...one } of events) {
    const id = one.id === decidedId ? one.id : randomUUID(); // the examples share one
    await log.append(one.type.startsWith('Listing') ? `blacklistListing-${listingId}` : stream, 'any', [
      { ...one, id },
    ]);
  }
}
const list = () => handler.execute(new ListOnBlacklist(listingId, decision, context));
const listed = async () =>
  (await log.readAll({ after: 0, limit: 100 })).filter(({ type }) => type === 'SubjectListedOnBlacklist').length;

describe('a decision to list', () => {
  it('is recorded while its papers stand, and said again gets its first answer', async () => {
    expect(await list()).toMatchObject({ outcome: 'recorded' });
    expect(await list()).toMatchObject({ outcome: 'already-recorded' });
    expect(await listed()).toBe(1);
  });

  it('is refused when a paper it rests on was revoked by the day of the decision, and names the paper', async () => {
    await record(event.aPenaltyRevocation());
    expect(await refusalFrom(list())).toMatchObject({
      code: 'evidence-no-longer-stands',
      facts: { documents: ['广消行罚决字〔2026〕第0005号'] },
    });
    expect(await listed()).toBe(0);
  });

  it('waits for what was recorded before it came: a revocation that is on its way refuses it', async () => {
    await dossiers.now([]);
    dossiers.standsStill = true;
    await record(event.aPenaltyRevocation());
    const waiting = dossiers;
    waiting.waitMs = 5_000;
    setTimeout(() => (waiting.standsStill = false), 30);
    expect(await refusalFrom(list())).toMatchObject({ code: 'evidence-no-longer-stands' });
  });

  it.each<[string, () => void, object]>([
    [
      'is behind the log',
      () => {
        dossiers.standsStill = true;
      },
      { code: 'cannot-answer', facts: { reason: 'read-model-behind', position: 0 } },
    ],
    [
      'has stopped',
      () => {
        dossiers.stand = { ...dossiers.stand, stoppedBy: 'an event nobody understands' };
      },
      { code: 'cannot-answer', facts: { reason: 'read-model-stopped' } },
    ],
    [
      'stands still about the subject',
      () => {
        dossiers.stand = { ...dossiers.stand, stopped: new Map([[event.subjectId, 1]]) };
      },
      { code: 'subject-stopped' },
    ],
  ])(
    'is refused while the dossier %s, as nobody can know whether its papers stand',
    async (_what, happens, refusal) => {
      happens();
      expect(await refusalFrom(list())).toMatchObject(refusal);
      expect(await listed()).toBe(0);
    },
  );

  it('said again after it was recorded is answered, whatever the dossier knows', async () => {
    await list();
    dossiers.stand = { ...dossiers.stand, stoppedBy: 'an event nobody understands' };
    expect(await list()).toMatchObject({ outcome: 'already-recorded' });
  });
});
