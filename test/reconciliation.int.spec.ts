import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredEvent } from '@app/event-store';
import { type EventLog, EVENT_LOG, FedHoldings, hashApiKey, newApiKey, PublicationEnds, Reconciler } from '@app/ledger';
import { workingUrl } from '@app/ledger-database';
import { FakeHoldings } from '@app/endpoints';
import { PersonalData } from '@app/personal-data';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client, Pool } from 'pg';
import { createApi } from '../apps/api/src/api';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { bodiesOf } from '../apps/composition/src/bodies';
import { bodySettingsFrom } from '../apps/composition/src/body-settings';
import { openSandbox, type Sandbox } from '../apps/sandbox/src/sandbox';
import { Reconciliations } from '../apps/worker/src/reconciliations';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { aRecord } from '../libs/ledger/src/credit-repair/domain/credit-repair.examples';
import * as event from './support/ledger-events';
import { addDays, dayOfInstant } from '../libs/ledger/src/shared';
import { reconciliationIdOf } from '../libs/ledger/src/reconciliation/domain/reconciliation';
import { clockAt, aDesk } from './support/desk';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { agreeingClocks } from './support/clocks';
import { comesTrue } from './support/eventually';

let database: TestDatabase;
let owner: Pool;
let app: NestFastifyApplication;
let log: EventLog;
let sandbox: Sandbox;
let dataDir: string;
let said: string[];
let bodies: ReturnType<typeof bodiesOf>;
const key = newApiKey();

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
  sandbox = await openSandbox({ port: 0, dataDir });
  await owner.query(
    `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, '李运维', '某支队', '1113100001YMGCE72W', 'operator')`,
    [hashApiKey(key)],
  );
  bodies = bodiesOf(bodySettingsFrom({ CREDIT_HEBEI_URL: sandbox.url }));
  app = await createApi([AdaptersModule.on(database.url), WorkerModule.telling(bodies)]);
  await app.init();
  log = app.get<EventLog>(EVENT_LOG);
});
afterAll(async () => {
  await app.close();
  await sandbox.close();
  await rm(dataDir, { recursive: true });
  await owner.end();
  await database.drop();
});

/** Every paper has a number of its own, and each test its own papers. */
let papers = 0;

/** A penalty, in the ledger and at the body. @returns its key there */
async function aPenaltyThere({ withdrawn = false } = {}): Promise<string> {
  papers += 1;
  const documentNumber = `廊消行罚决字〔2026〕第${papers}号`;
  const decision = event.aPenaltyDecision({ documentNumber });
  const stream = `penaltyDecision-${randomUUID()}`;
  await log.append(stream, 'no-stream', [{ ...decision, id: randomUUID() }]);
  const found = await acknowledged(1);
  if (withdrawn) {
    await log.append(stream, 0, [{ ...event.aPenaltyRevocation({ documentNumber }), id: randomUUID() }]);
    await acknowledged(2);
  }
  return found;
}

/** Waits until the body has so many messages about the newest paper. @returns the key of the penalty */
async function acknowledged(wanted: number): Promise<string> {
  let found = '';
  await comesTrue(async () => {
    const { rows } = await owner.query<{ key: string; kind: string }>(
      'SELECT key, kind FROM pushes WHERE key LIKE $1 AND receipt_number IS NOT NULL',
      [`%第${papers}号%`],
    );
    found = rows.find(({ kind }) => kind === 'penalty')?.key ?? '';
    return rows.length === wanted;
  });
  return found;
}

const spoil = async (idempotencyKey: string, damage: string): Promise<void> => {
  const { status } = await fetch(`${sandbox.url}/control/damages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ idempotencyKey, damage }),
  });
  expect(status).toBe(200);
};

/** Reconciles once more, as of a day on which nobody has. @returns the id of the reconciliation */
let days = 0;
async function reconcile(): Promise<string> {
  days += 1;
  const day = addDays(dayOfInstant(new Date()), -days); // nothing is recorded of a day to come
  const reconciler = new Reconciler(
    aDesk({ log, today: day }),
    app.get(PublicationEnds),
    clockAt(day),
    app.get(FedHoldings),
  );
  const rounds = new Reconciliations({
    workerUrl: workingUrl(database.url, 'ledger_worker'),
    bodies,
    personal: app.get(PersonalData),
    reconciler,
    clocks: { ...agreeingClocks, ...clockAt(day) },
    hour: 3,
    logger: { warn: (words) => said.push(String(words)), error: (words) => said.push(String(words)) },
  });
  await rounds.round(new AbortController().signal);
  await rounds.round(new AbortController().signal); // once a day: the second time is quiet
  return reconciliationIdOf('credit-hebei', day);
}

const headers = (idempotencyKey: string = randomUUID()) => ({
  authorization: `Bearer ${key}`,
  'idempotency-key': idempotencyKey,
});

async function read<Answer>(path: string): Promise<Answer> {
  const answer = await app.inject({ method: 'GET', url: path, headers: headers() });
  expect(answer.statusCode).toBe(200);
  return answer.json<Answer>();
}

async function order(path: string, payload: object, idempotencyKey: string = randomUUID()) {
  const answer = await app.inject({ method: 'POST', url: path, headers: headers(idempotencyKey), payload });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

interface Discrepancy {
  readonly discrepancyId: string;
  readonly difference: string;
  readonly key: string;
  readonly uscc: string;
  readonly reason: string | null;
}

/** What was found, once it can be read. */
async function found(id: string): Promise<readonly Discrepancy[]> {
  const head = await log.head();
  let discrepancies: readonly Discrepancy[] = [];
  await comesTrue(async () => {
    const page = await read<{ discrepancies: Discrepancy[]; position: number }>(
      `/reconciliations/${id}/discrepancies?limit=200`,
    );
    discrepancies = page.discrepancies;
    return page.position >= head;
  });
  return discrepancies;
}
const differences = async (id: string) => (await found(id)).map(({ difference, key: of }) => [difference, of]);

beforeEach(() => {
  said = [];
});

describe('a body that holds what it was told', () => {
  it('has nothing found: both sides count and hash the same, and it is closed by itself', async () => {
    await aPenaltyThere();
    await aPenaltyThere({ withdrawn: true });
    const id = await reconcile();
    expect(await found(id)).toEqual([]);
    const head = await log.head();
    let reconciliations: Record<string, unknown>[] = [];
    await comesTrue(async () => {
      const page = await read<{ reconciliations: Record<string, unknown>[]; position: number }>('/reconciliations');
      reconciliations = page.reconciliations;
      return page.position >= head;
    });
    expect(reconciliations[0]).toMatchObject({ reconciliationId: id, differences: 0, named: 0, remark: null });
    expect(reconciliations[0]?.closedOn).not.toBeNull();
    const kinds = reconciliations[0]?.kinds as {
      kind: string;
      told: number;
      held: number;
      toldHash: string;
      heldHash: string;
    }[];
    expect(kinds.map(({ kind, told, held }) => [kind, told, held])).toEqual([
      ['penalty', 2, 2],
      ['penalty-withdrawal', 1, 1],
    ]);
    for (const { toldHash, heldHash } of kinds) expect(heldHash).toBe(toldHash);
    expect(said).toEqual([]);
  });

  it('is compared once a day', async () => {
    const id = await reconcile();
    expect((await log.readStream(`reconciliation-${id}`)).map(({ type }) => type)).toEqual([
      'ReconciliationOpened',
      'ReconciliationClosed',
    ]);
  });
});

describe('what is planted is found', () => {
  it('a loss, and it is sent again', async () => {
    const lost = await aPenaltyThere();
    await spoil(lost, 'lose');
    const id = await reconcile();
    expect(await differences(id)).toEqual([['lost', lost]]);
    expect(said).toEqual(['reconciliation with credit-hebei: 1 differences']);

    const plan = await order(`/reconciliations/${id}/mending`, { reason: '平台恢复备份', dryRun: true });
    expect(plan).toMatchObject({
      status: 200,
      body: { dryRun: true, pushIds: [expect.any(String)], byHand: [], left: [] },
    });
    expect(await differences(await reconcile())).toEqual([['lost', lost]]);

    const command = randomUUID();
    const mended = await order(`/reconciliations/${id}/mending`, { reason: '平台恢复备份', dryRun: false }, command);
    expect(mended.body).toEqual({ ...plan.body, dryRun: false });
    expect(await order(`/reconciliations/${id}/mending`, { reason: '平台恢复备份', dryRun: false }, command)).toEqual(
      mended,
    );
    await comesTrue(async () => (await fetch(`${sandbox.url}/records/${encodeURIComponent(lost)}`)).status === 200);
    await comesTrue(async () => {
      const { rows } = await owner.query('SELECT FROM pushes WHERE key = $1 AND receipt_number IS NOT NULL', [lost]);
      return rows.length === 1;
    });
    expect(await differences(await reconcile())).toEqual([]);
  });

  it('a loss of what has ended: nothing is sent, it would be shown once more', async () => {
    const lost = await aPenaltyThere({ withdrawn: true });
    await spoil(lost, 'lose');
    const id = await reconcile();
    expect(await differences(id)).toEqual([['lost', lost]]);
    const plan = await order(`/reconciliations/${id}/mending`, { reason: '平台恢复备份', dryRun: true });
    expect(plan.body).toMatchObject({ pushIds: [], sentAgain: [], left: [expect.any(String)], byHand: [] });
    await owner.query('DELETE FROM push_attempts WHERE push_id IN (SELECT push_id FROM pushes WHERE key = $1)', [lost]);
    await owner.query('DELETE FROM pushes WHERE key = $1', [lost]);
  });

  it('a loss of what was repaired, when the repair is revoked: the body cannot restore what it does not have, and is told it again', async () => {
    const recordId = randomUUID();
    const repair = randomUUID();
    papers += 1;
    const documentNumber = `廊消行罚决字〔2026〕第${papers}号`;
    const record = aRecord({ id: recordId, documentNumber });
    const issued = {
      subjectName: record.subjectName,
      authorityName: record.authorityName ?? '',
      authorityCode: record.authorityCode ?? '',
    };
    const steps = [
      event.aRepairApplication({ repairId: repair, record }),
      event.aRepairAcceptance({ repairId: repair }),
    ];
    const story = [
      ...steps,
      event.aRepairVerification({ repairId: repair }),
      event.aRepairApproval({ repairId: repair, bodies: ['credit-hebei'] }),
    ];
    const say = (stream: string, at: 'any' | 'no-stream', ...events: readonly StoredEvent[]) =>
      log.append(
        stream,
        at,
        events.map((one) => ({ ...one, id: randomUUID(), commandId: randomUUID() })),
      );
    await say(`penaltyDecision-${recordId}`, 'no-stream', event.aPenaltyDecision({ ...issued, documentNumber }));
    await acknowledged(1);
    await say(`creditRepair-${repair}`, 'no-stream', ...story);
    const penalty = await acknowledged(3);
    const { rows } = await owner.query<{ key: string }>('SELECT key FROM pushes WHERE key LIKE $1', [
      `%第${papers}号%`,
    ]);
    for (const { key: lost } of rows) await spoil(lost, 'lose');
    await say(`creditRepair-${repair}`, 'any', event.aRepairRevocation({ repairId: repair }));
    const stands = async (status: string) => {
      const found = await owner.query('SELECT FROM pushes WHERE key LIKE $1 AND kind = $2 AND status = $3', [
        `%第${papers}号%`,
        'repair-revocation',
        status,
      ]);
      return found.rowCount === 1;
    };
    await comesTrue(() => stands('rejected'));

    const id = await reconcile();
    const mended = await order(`/reconciliations/${id}/mending`, { reason: '平台恢复备份', dryRun: false });
    expect(mended.body).toMatchObject({ left: [], byHand: [] });
    await order('/pushes/redrive', { reason: '平台已恢复', refusalCode: '1004', dryRun: false });
    const shown = async () =>
      (await (await fetch(`${sandbox.url}/records/${encodeURIComponent(penalty)}`)).json()) as { endedBy?: unknown };
    await comesTrue(async () => (await shown()).endedBy === null && !(await stands('rejected')));
    expect((await shown()).endedBy).toBeNull();
    await comesTrue(async () => (await differences(await reconcile())).length === 0);
  });

  it('stale publicity, and what ended it is sent again', async () => {
    const shown = await aPenaltyThere({ withdrawn: true });
    await spoil(shown, 'show-again');
    const id = await reconcile();
    expect(await differences(id)).toEqual([['still-shown', shown]]);
    const mended = await order(`/reconciliations/${id}/mending`, { reason: '平台仍在公示', dryRun: false });
    expect(mended.body).toMatchObject({ pushIds: [expect.any(String)], byHand: [] });
    await comesTrue(async () => {
      const record = (await (await fetch(`${sandbox.url}/records/${encodeURIComponent(shown)}`)).json()) as {
        endedBy: unknown;
      };
      return record.endedBy !== null;
    });
    await comesTrue(async () => {
      const { rows } = await owner.query(`SELECT FROM pushes WHERE status IN ('waiting', 'sent', 'processing')`);
      return rows.length === 0;
    });
    expect(await differences(await reconcile())).toEqual([]);
  });

  it('a doubling, an alteration, and an end that nobody told; a person settles each, then closes', async () => {
    const [doubled, altered, ended] = [await aPenaltyThere(), await aPenaltyThere(), await aPenaltyThere()];
    await spoil(doubled, 'double');
    await spoil(altered, 'alter');
    await spoil(ended, 'end');
    const id = await reconcile();
    const all = await found(id);
    expect(all.map(({ difference, key: of }) => [difference, of]).sort()).toEqual([
      ['altered', altered],
      ['ended-there', ended],
      ['surplus', expect.stringContaining(`${doubled}#`)],
    ]);
    const plan = await order(`/reconciliations/${id}/mending`, { reason: '核对', dryRun: true });
    expect(plan.body).toMatchObject({ pushIds: [], byHand: all.map(({ discrepancyId }) => discrepancyId) });

    const close = () => order(`/reconciliations/${id}/closure`, { remark: '均已与平台核对' });
    expect(await close()).toMatchObject({ status: 422, body: { code: 'discrepancies-unresolved' } });
    for (const { discrepancyId } of all) {
      const path = `/reconciliations/${id}/discrepancies/${discrepancyId}/resolution`;
      expect(await order(path, { reason: '平台已更正' })).toMatchObject({ status: 200, body: { outcome: 'recorded' } });
      expect(await order(path, { reason: '平台已更正' })).toMatchObject({ body: { outcome: 'already-recorded' } });
      expect(await order(path, { reason: '另有理由' })).toMatchObject({ status: 409 });
    }
    expect(await close()).toMatchObject({ status: 200, body: { outcome: 'recorded' } });
    expect((await found(id)).map(({ reason }) => reason)).toEqual(['平台已更正', '平台已更正', '平台已更正']);

    const csv = await app.inject({ method: 'GET', url: `/reconciliations/${id}/report`, headers: headers() });
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body.split('\n')[0]).toContain('差异,推送内容种类,幂等键');
    expect(csv.body).toContain('内容不一致,penalty');
    const xlsx = await app.inject({
      method: 'GET',
      url: `/reconciliations/${id}/report?format=xlsx`,
      headers: headers(),
    });
    expect(xlsx.rawPayload.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  });
});

it('what was recorded as acknowledged, before the plug was pulled, is not refused when the body loses it and is told once more: it is found lost', async () => {
  const there = await aPenaltyThere();
  await spoil(there, 'lose');
  await fetch(`${sandbox.url}/control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mode: 'refuse', times: 1 }),
  });
  // As a worker leaves it that had written the fact and not yet the row.
  const { rows: before } = await owner.query<{ receipt: string }>(
    'SELECT receipt_number AS receipt FROM pushes WHERE key = $1',
    [there],
  );
  await owner.query(
    `UPDATE pushes SET status = 'waiting', settled_at = NULL, receipt_number = NULL, received_at = NULL, lease_id = NULL, in_doubt = true,
       due_at = '-infinity' WHERE key = $1`,
    [there],
  );
  let now: readonly { status: string; receipt: string | null }[] = [];
  await comesTrue(async () => {
    const { rows } = await owner.query<{ status: string; receipt: string | null }>(
      'SELECT status, receipt_number AS receipt FROM pushes WHERE key = $1',
      [there],
    );
    now = rows;
    return rows[0]?.status !== 'waiting';
  });
  expect(now).toEqual([{ status: 'acknowledged', receipt: before[0]?.receipt }]);
  const id = await reconcile();
  expect(await differences(id)).toContainEqual(['lost', there]);
  await order(`/reconciliations/${id}/mending`, { reason: '平台恢复备份', dryRun: false });
  await comesTrue(async () => (await fetch(`${sandbox.url}/records/${encodeURIComponent(there)}`)).status === 200);
});

it('what waits, and what the body said no to, is no difference', async () => {
  const before = await differences(await reconcile());
  await fetch(`${sandbox.url}/control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mode: 'refuse', times: 1 }),
  });
  papers += 1;
  const decision = event.aPenaltyDecision({ documentNumber: `廊消行罚决字〔2026〕第${papers}号` });
  await log.append(`penaltyDecision-${randomUUID()}`, 'no-stream', [{ ...decision, id: randomUUID() }]);
  await comesTrue(async () => {
    const { rows } = await owner.query(`SELECT FROM pushes WHERE status = 'rejected'`, []);
    return rows.length === 1;
  });
  expect(await differences(await reconcile())).toEqual(before);
});

it('more differences than a sheet holds are all named, on sheets that a person settles one by one', async () => {
  const day = addDays(dayOfInstant(new Date()), -400);
  const surplus = Array.from({ length: 2_300 }, (_, n) => ({
    key: `elsewhere:penalty:A:〔2026〕${String(n).padStart(4, '0')}:91131002MABBQNQG8X:0`,
    kind: 'penalty',
    fingerprint: 'f',
    state: 'shown' as const,
    receiptNumber: `R${n}`,
  }));
  const client = new Client({ connectionString: workingUrl(database.url, 'ledger_worker') });
  await client.connect();
  const reconciler = new Reconciler(
    aDesk({ log, today: day }),
    app.get(PublicationEnds),
    clockAt(day),
    app.get(FedHoldings),
  );
  const holdings = new FakeHoldings('elsewhere', () => surplus, 500);
  const fingerprintOf = () => Promise.resolve(null);
  const { signal } = new AbortController();
  expect(await reconciler.reconcile({ holdings, client, fingerprintOf, signal })).toBe(2_300);
  expect(await reconciler.isDone('elsewhere')).toBe(true);
  await client.end();

  const id = reconciliationIdOf('elsewhere', day);
  await found(id);
  const { reconciliations } = await read<{ reconciliations: Record<string, unknown>[] }>(
    '/reconciliations?endpoint=elsewhere',
  );
  const sheets = reconciliations.filter(({ continues }) => continues !== null);
  expect(reconciliations[0]).toMatchObject({ reconciliationId: id, continues: null, differences: 2_300, named: 1_000 });
  expect(sheets.map(({ continues, differences, named }) => [continues, differences, named])).toEqual([
    [id, 300, 300],
    [id, 1_000, 1_000],
  ]);
  const reports = await Promise.all(
    reconciliations.map(async ({ reconciliationId }) => {
      const url = `/reconciliations/${String(reconciliationId)}/report`;
      return (await app.inject({ method: 'GET', url, headers: headers() })).body.trim().split('\n').slice(1);
    }),
  );
  expect(new Set(reports.flat().map((line) => line.split(',')[2])).size).toBe(2_300);

  const last = String(sheets[0]?.reconciliationId);
  const [one] = await found(last);
  const path = `/reconciliations/${last}/discrepancies/${one?.discrepancyId ?? ''}/resolution`;
  expect(await order(path, { reason: '由他处录入' })).toMatchObject({ status: 200 });
  expect(await order(`/reconciliations/${last}/closure`, { remark: '已核对' })).toMatchObject({
    status: 422,
    body: { code: 'discrepancies-unresolved' },
  });
}, 60_000);

it('a body that is away is told of, and nothing is recorded', async () => {
  const away = bodiesOf(bodySettingsFrom({ CREDIT_HEBEI_URL: 'http://127.0.0.1:9' }));
  const whole = bodies;
  bodies = away;
  const id = await reconcile();
  bodies = whole;
  expect(await log.readStream(`reconciliation-${id}`)).toEqual([]);
  expect(said[0]).toContain('reconciliation with credit-hebei: ');
});

it('metrics and health speak of it', async () => {
  const metrics = await app.inject({ method: 'GET', url: '/metrics' });
  expect(metrics.body).toMatch(/ledger_reconciliation_differences\{endpoint="credit-hebei"\} \d+/);
  const health = await app.inject({ method: 'GET', url: '/health/ready' });
  expect(health.body).toContain('"reconciliation"');
});
