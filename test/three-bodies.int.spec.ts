import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredEvent } from '@app/event-store';
import { BODY_IDS, type BodyId, EVENT_LOG, type EventLog, FedHoldings, PublicationEnds, Reconciler } from '@app/ledger';
import { workingUrl } from '@app/ledger-database';
import { PersonalData } from '@app/personal-data';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Client, Pool } from 'pg';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { bodiesOf } from '../apps/composition/src/bodies';
import { bodySettingsFrom } from '../apps/composition/src/body-settings';
import { openSandbox, type Sandbox } from '../apps/sandbox/src/sandbox';
import { fingerprinted } from '../apps/worker/src/fingerprinted';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { aKey, privateHalf, publicHalf } from '../libs/endpoints/src/service/keys.examples';
import { MemoryEventLog } from '@app/event-store/memory';
import { recordIn } from '../libs/ledger/src/credit-repair/repairable-record';
import { publishedRules } from '../libs/ledger/src/rule-set';
import { aRecord, repairId } from '../libs/ledger/src/credit-repair/domain/credit-repair.examples';
import { agreeingWith } from './support/clocks';
import { clockAt, aDesk } from './support/desk';
import { inDecember, letDecemberCome } from './support/december';
import * as event from './support/ledger-events';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { comesTrue } from './support/eventually';

@Module({})
class Ledger {}

let database: TestDatabase;
let folder: string;
let sandbox: Sandbox;
let app: INestApplicationContext;
let log: EventLog;
let pool: Pool;
let bodies: ReturnType<typeof bodiesOf>;

/** Three bodies, told in both ways: the sandbox plays them all, the third one signs and wants signatures. */
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'three-bodies-'));
  const [ours, theirs] = [aKey('ledger-1'), aKey('platform-1')];
  const [ledgerKeys, platformKeys] = [join(folder, 'ledger.json'), join(folder, 'platform.json')];
  await writeFile(ledgerKeys, JSON.stringify({ own: [privateHalf(ours)], body: [publicHalf(theirs)] }));
  await writeFile(platformKeys, JSON.stringify({ own: [privateHalf(theirs)], senders: [publicHalf(ours)] }));
  sandbox = await openSandbox({ port: 0, dataDir: join(folder, 'data'), keysFile: platformKeys });
  pool = new Pool({ connectionString: database.url });
  await letDecemberCome(database);
  const settings = bodySettingsFrom({
    BODIES: BODY_IDS.join(','),
    CREDIT_HEBEI_URL: sandbox.url,
    CREDIT_CHINA_HEBEI_URL: `${sandbox.url}/bodies/credit-china-hebei`,
    GSXT_HEBEI_URL: `${sandbox.url}/bodies/gsxt-hebei/`,
    GSXT_HEBEI_MODE: 'service',
    GSXT_HEBEI_KEYS_FILE: ledgerKeys,
  });
  bodies = bodiesOf(settings);
  const adapters = AdaptersModule.on(database.url, { clock: inDecember, otherClock: agreeingWith(inDecember) });
  app = await NestFactory.createApplicationContext(
    { module: Ledger, imports: [adapters, WorkerModule.telling(bodies)] },
    { logger: ['error', 'warn'] },
  );
  log = app.get<EventLog>(EVENT_LOG);
});
afterAll(async () => {
  await app.close();
  await sandbox.close();
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

const fresh = (one: StoredEvent) => ({ ...one, id: randomUUID(), commandId: randomUUID() });
const say = (stream: string, ...events: readonly StoredEvent[]) => log.append(stream, 'any', events.map(fresh));

interface Shown {
  readonly penalties: readonly { readonly state: string; readonly publishedOn?: string; readonly fields: object }[];
  readonly list: { readonly state: string };
  readonly spotChecks: readonly { readonly state: string; readonly fields: object }[];
  readonly commitments: readonly { readonly state: string; readonly fields: object }[];
}
const shownBy = async (body: BodyId, subject: string): Promise<Shown> =>
  (await (await fetch(`${sandbox.url}/bodies/${body}/subjects/${subject}`)).json()) as Shown;

/** What each body shows of a subject, once nothing waits any more. */
async function shownByAll(subject: string): Promise<Readonly<Record<BodyId, Shown>>> {
  await settled();
  const shown = await Promise.all(BODY_IDS.map(async (body) => [body, await shownBy(body, subject)] as const));
  return Object.fromEntries(shown) as Record<BodyId, Shown>;
}

/** Everything recorded has been looked at for each body, and everything queued has its receipt. */
async function settled(): Promise<void> {
  const nothingWaits = async () => {
    const { rows } = await pool.query<{ ready: number; waiting: number }>(
      `SELECT (SELECT count(*)::integer FROM projection_checkpoints
               WHERE name LIKE 'push-outbox-%' AND position >= (SELECT max(position) FROM ledger_events)) AS ready,
              (SELECT count(*)::integer FROM pushes WHERE status IN ('waiting', 'sent', 'processing')) AS waiting`,
    );
    return rows[0]?.ready === BODY_IDS.length && rows[0].waiting === 0;
  };
  await comesTrue(nothingWaits);
  expect((await pool.query(`SELECT endpoint, kind, status FROM pushes WHERE receipt_number IS NULL`)).rows).toEqual([]);
}

const about = (subjectId: string) => ({ subjectId });
const [first, second, third] = ['91131002MABBQNQG8X', '92131022MAEHM5G2XY', event.subjectId];

/** The same event about another subject. */
function of(subjectId: string, one: StoredEvent): StoredEvent {
  const data = { ...(JSON.parse(Buffer.from(one.data).toString()) as object), subjectId };
  return { ...one, subjectId, data: Buffer.from(JSON.stringify(data)) };
}

interface Receipt {
  readonly endpoint: string;
  readonly publishedOn: string | null;
}

/** The day of publication that each body's receipt names, as it was recorded of the only message about a subject; null: none. */
async function publications(subject: string): Promise<Readonly<Record<string, unknown>>> {
  const delivered = (await log.readAll({ after: 0, limit: 1_000 })).filter(
    ({ type, subjectId }) => type === 'PushDelivered' && subjectId === subject,
  );
  const receipts = delivered.map(({ data }) => JSON.parse(Buffer.from(data).toString()) as Receipt);
  return Object.fromEntries(receipts.map(({ endpoint, publishedOn }) => [endpoint, publishedOn]));
}

/** What a reconciliation with 公示系统 on that day finds of one message; what it records is not kept. */
async function foundAtGsxt(key: string, day: string): Promise<readonly string[]> {
  const holdings = bodies.find(({ id }) => id === 'gsxt-hebei')?.holdings;
  if (!holdings) throw new Error('it cannot be asked');
  const recorded = new MemoryEventLog(() => clockAt(day).now());
  const desk = aDesk({ log: recorded, today: day });
  const reconciler = new Reconciler(desk, app.get(PublicationEnds), clockAt(day), app.get(FedHoldings));
  const client = new Client(workingUrl(database.url, 'ledger_worker'));
  await client.connect();
  try {
    await reconciler.reconcile({
      holdings,
      fingerprintOf: (push) => fingerprinted(holdings, app.get(PersonalData), push),
      client,
      signal: new AbortController().signal,
    });
  } finally {
    await client.end();
  }
  const found = (await recorded.readAll({ after: 0, limit: 1_000 })).filter(({ type }) => type === 'DiscrepancyFound');
  return found.flatMap(({ data }) => {
    const one = JSON.parse(Buffer.from(data).toString()) as { readonly key: string; readonly difference: string };
    return one.key === key ? [one.difference] : [];
  });
}

describe('three bodies', () => {
  it('are told a penalty, each in its words; revoked, it is gone from all of them', async () => {
    await say('penaltyDecision-1', event.aPenaltyDecision({ subjectId: first }, about(first)));
    const told = await shownByAll(first);
    expect(told['credit-hebei'].penalties).toMatchObject([{ state: 'shown', fields: { CF_GSJZQ: '2027/05/06' } }]);
    expect(told['credit-china-hebei'].penalties).toMatchObject([
      { state: 'shown', fields: { publicFrom: '2026-05-06', publicUntil: '2027-05-06' } },
    ]);
    expect(told['gsxt-hebei'].penalties).toMatchObject([
      { state: 'shown', publishedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string, fields: { uniscId: first } },
    ]);

    expect(await publications(first)).toEqual({
      'credit-hebei': null,
      'credit-china-hebei': null,
      'gsxt-hebei': told['gsxt-hebei'].penalties[0]?.publishedOn,
    });

    await say('penaltyDecision-1', of(first, event.aPenaltyRevocation({}, about(first))));
    const revoked = await shownByAll(first);
    for (const body of BODY_IDS)
      expect([body, revoked[body].penalties]).toMatchObject([body, [{ state: 'withdrawn' }]]);
  });

  it('a warning is reported to the node, not shown there, and told to neither site', async () => {
    const warning = { subjectId: second, penaltyKinds: ['警告'], severity: 'MINOR', fineFen: null } as const;
    await say('penaltyDecision-2', event.aPenaltyDecision(warning, about(second)));
    const told = await shownByAll(second);
    expect(told['credit-hebei'].penalties).toMatchObject([{ state: 'collected', fields: { SX_YZCD: '轻微' } }]);
    expect(told['credit-china-hebei'].penalties).toEqual([]);
    expect(told['gsxt-hebei'].penalties).toEqual([]);
  });

  it('a listing is on three lists, and removed from three', async () => {
    const steps = [event.aCandidate(), event.aNotice(), event.aListing()];
    await say('blacklistListing-1', ...steps.map((one) => of(first, one)));
    const listed = await shownByAll(first);
    for (const body of BODY_IDS) expect([body, listed[body].list.state]).toEqual([body, 'listed']);

    await say(
      'blacklistListing-1',
      of(first, event.aRemoval({ removedOn: '2026-11-20' }, { occurredOn: '2026-11-20' })),
    );
    const removed = await shownByAll(first);
    for (const body of BODY_IDS) expect([body, removed[body].list.state]).toEqual([body, 'not-listed']);
  });

  it('a spot-check result that was wrong is hidden, and the right one shown in its place', async () => {
    await say('spotCheck-1', event.aSpotCheck());
    const recorded = await shownByAll(third);
    for (const body of BODY_IDS) expect([body, recorded[body].spotChecks]).toMatchObject([body, [{ state: 'shown' }]]);
    expect(recorded['credit-china-hebei'].spotChecks).toMatchObject([{ fields: { publicFrom: '2026-05-20' } }]);

    await say('spotCheck-1', event.aSpotCheckWithdrawal());
    const withdrawn = await shownByAll(third);
    for (const body of BODY_IDS)
      expect([body, withdrawn[body].spotChecks]).toMatchObject([body, [{ state: 'withdrawn' }]]);

    await say('spotCheck-1', event.aSpotCheckReplacement());
    const replaced = await shownByAll(third);
    for (const body of BODY_IDS)
      expect([body, replaced[body].spotChecks]).toMatchObject([body, [{ state: 'withdrawn' }, { state: 'shown' }]]);
    expect(replaced['gsxt-hebei'].spotChecks[1]).toMatchObject({
      fields: { insType: '1', insRes_CN: '发现问题已责令改正', repRes_CN: '未发现问题' },
    });
  });

  it('a commitment that was found false is 承诺不实, until the finding is withdrawn', async () => {
    await say('commitment-1', event.aCommitmentMade());
    await settled();
    await say('commitment-1', event.aFalseCommitmentFound());
    const found = await shownByAll(third);
    expect(found['gsxt-hebei'].commitments).toMatchObject([
      { state: 'superseded', fields: { infoType: '信用承诺信息' } },
      { state: 'shown', fields: { infoType: '承诺不实情况' } },
    ]);
    expect(found['credit-china-hebei'].commitments[1]).toMatchObject({ fields: { performance: '承诺不实' } });

    await say('commitment-1', event.aFindingWithdrawal());
    const withdrawn = await shownByAll(third);
    expect(withdrawn['gsxt-hebei'].commitments[2]).toMatchObject({
      state: 'shown',
      fields: { infoType: '信用承诺信息', comState_CN: '不实认定已撤回' },
    });
  });

  it('a repair hides the penalty at each, is complete at the last confirmation, and revoked shows it again at each', async () => {
    const { subjectName, authorityName, authorityCode } = aRecord();
    const issued = { subjectName, authorityName: authorityName ?? '', authorityCode: authorityCode ?? '' };
    await say(
      'penaltyDecision-decision-1',
      event.aPenaltyDecision({ ...issued, documentNumber: aRecord().documentNumber }),
    );
    await settled();
    const story = [event.aRepairApplication(), event.aRepairAcceptance(), event.aRepairVerification()];
    await say(`creditRepair-${repairId}`, ...story, event.aRepairApproval({ bodies: [...BODY_IDS] }));
    const repaired = await shownByAll(third);
    const states = (shown: typeof repaired) => BODY_IDS.map((body) => shown[body].penalties.map(({ state }) => state));
    expect(states(repaired)).toEqual([['repaired'], ['withdrawn'], ['repaired']]);
    const types = async () => (await log.readStream(`creditRepair-${repairId}`)).map(({ type }) => type);
    await comesTrue(async () => (await types()).includes('CreditRepairCompleted'));
    expect((await types()).slice(-4)).toEqual([
      ...Array<string>(3).fill('CreditRepairConfirmed'),
      'CreditRepairCompleted',
    ]);

    await say(`creditRepair-${repairId}`, event.aRepairRevocation());
    expect(states(await shownByAll(third))).toEqual([['shown'], ['shown'], ['shown']]);
  });

  it('a repair hides the commitment that was found false at each, and revoked shows it again at each', async () => {
    const found = [event.aCommitmentMade(), event.aFalseCommitmentFound()].map((one) => of(first, one));
    await say('commitment-2', ...found);
    await settled();
    const record = recordIn(publishedRules, found)?.record;
    if (record?.kind !== 'false-commitment') throw new Error('a false commitment was found');
    const stream = `creditRepair-${randomUUID()}`;
    const application = event.aRepairApplication({ subjectId: first, record }, about(first));
    const story = [
      event.aRepairAcceptance(),
      event.aRepairVerification(),
      event.aRepairApproval({ bodies: [...BODY_IDS] }),
    ];
    await say(stream, application, ...story.map((one) => of(first, one)));
    const states = (shown: Readonly<Record<BodyId, Shown>>) =>
      BODY_IDS.map((body) => shown[body].commitments.map(({ state }) => state));
    expect(states(await shownByAll(first))).toEqual(BODY_IDS.map(() => ['superseded', 'repaired']));
    const types = async () => (await log.readStream(stream)).map(({ type }) => type);
    await comesTrue(async () => (await types()).includes('CreditRepairCompleted'));
    expect((await types()).slice(-4)).toEqual([
      ...Array<string>(3).fill('CreditRepairConfirmed'),
      'CreditRepairCompleted',
    ]);

    await say(stream, of(first, event.aRepairRevocation()));
    expect(states(await shownByAll(first))).toEqual(BODY_IDS.map(() => ['superseded', 'shown']));
  }, 60_000);

  it('what 公示系统 still shows past the end that runs from its own publication is found, and found no longer once it is hidden', async () => {
    const documentNumber = '廊消行罚决字〔2026〕第0777号';
    await say('penaltyDecision-777', event.aPenaltyDecision({ subjectId: first, documentNumber }, about(first)));
    await settled();
    const { rows } = await pool.query<{ key: string; published: string | null }>(
      `SELECT key, published_on::text AS published FROM pushes WHERE endpoint = 'gsxt-hebei' AND key LIKE '%第0777号%'`,
    );
    const { key = '', published } = rows[0] ?? {};
    if (!published) throw new Error('the receipt names no day of publication');
    const year = (ahead: number) => `${Number(published.slice(0, 4)) + ahead}${published.slice(4)}`;
    expect(await foundAtGsxt(key, published)).toEqual([]);
    expect(await foundAtGsxt(key, year(4))).toEqual(['still-shown']);
    const damaged = await fetch(`${sandbox.url}/bodies/gsxt-hebei/control/damages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ idempotencyKey: key, damage: 'end' }),
    });
    expect(damaged.status).toBe(200);
    expect(await foundAtGsxt(key, year(4))).toEqual([]);
  });

  it('nothing was said to the node twice, nor to any other', async () => {
    await settled();
    for (const body of BODY_IDS) {
      const { items } = (await (await fetch(`${sandbox.url}/bodies/${body}/records?limit=1000`)).json()) as {
        items: readonly { readonly arrivals: number }[];
      };
      expect([body, items.length > 5, items.filter(({ arrivals }) => arrivals !== 1)]).toEqual([body, true, []]);
    }
  });

  it('publicity that ended before it left is never published: told to the node alone, and its withdrawal to the node alone', async () => {
    const documentNumber = '廊消行罚决字〔2023〕第0444号';
    const printed = { decidedOn: '2023-05-30', publicUntil: '2025-05-30', ruleSetId: 'langfang-2023-05-01' } as const;
    await say(
      'penaltyDecision-444',
      event.aPenaltyDecision({ subjectId: first, documentNumber, ...printed }, about(first)),
    );
    const standing = async () => {
      const { rows } = await pool.query<{ endpoint: string; kind: string; status: string }>(
        `SELECT endpoint, kind, status FROM pushes WHERE key LIKE '%第0444号%' ORDER BY endpoint, position`,
      );
      return rows.map(({ endpoint, kind, status }) => [endpoint, kind, status]);
    };
    const ofEach = (kind: string, atTheNode: string, atASite: string) => [
      ['credit-china-hebei', kind, atASite],
      ['credit-hebei', kind, atTheNode],
      ['gsxt-hebei', kind, atASite],
    ];
    const closed = (count: number) => async () =>
      (await standing()).filter(([, , status]) => status !== 'waiting').length === count;
    await comesTrue(closed(3));
    expect(await standing()).toEqual(ofEach('penalty', 'acknowledged', 'overtaken'));
    const over = (await log.readAll({ after: 0, limit: 5_000 })).filter(({ type }) => type === 'PushPublicityOver');
    expect(over.map(({ data }) => JSON.parse(Buffer.from(data).toString()) as object)).toMatchObject([
      { publicThrough: '2025-05-30' },
      { publicThrough: '2025-05-30' },
    ]);

    await say('penaltyDecision-444', of(first, event.aPenaltyRevocation({ documentNumber }, about(first))));
    await comesTrue(closed(6));
    expect((await standing()).filter(([, kind]) => kind === 'penalty-withdrawal')).toEqual(
      ofEach('penalty-withdrawal', 'acknowledged', 'nothing-there'),
    );
  }, 60_000);
});
