import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { creditChinaHebeiMessage, PlainEndpoint } from '@app/endpoints';
import {
  columnOf,
  EVENT_LOG,
  type EventLog,
  FedHoldings,
  hashApiKey,
  newApiKey,
  PublicationEnds,
  Reconciler,
  whoIsToldWhat,
} from '@app/ledger';
import { workingUrl } from '@app/ledger-database';
import { PersonalData } from '@app/personal-data';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApi } from '../apps/api/src/api';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { bodiesOf } from '../apps/composition/src/bodies';
import { bodySettingsFrom } from '../apps/composition/src/body-settings';
import { openSandbox, type Sandbox } from '../apps/sandbox/src/sandbox';
import { Reconciliations } from '../apps/worker/src/reconciliations';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { pushesOf } from '../libs/ledger/src/push/pushes-of';
import { reconciliationIdOf } from '../libs/ledger/src/reconciliation/domain/reconciliation';
import { publishedRules } from '../libs/ledger/src/rule-set';
import { addDays, dayOfInstant } from '../libs/ledger/src/shared';
import { agreeingClocks, agreeingWith } from './support/clocks';
import { inDecember, letDecemberCome } from './support/december';
import { aDesk, clockAt } from './support/desk';
import * as event from './support/ledger-events';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { comesTrue } from './support/eventually';

const china = 'credit-china-hebei';
/** Deliveries lie ten days back, so that what was told had its day to be passed on, whenever it is compared. */
const earlier = { now: () => new Date(inDecember.now().getTime() - 10 * 24 * 60 * 60_000) };

let database: TestDatabase;
let owner: Pool;
let app: NestFastifyApplication;
let log: EventLog;
let sandbox: Sandbox;
let dataDir: string;
let said: string[];
let bodies: ReturnType<typeof bodiesOf>;
let feeding: PlainEndpoint;
const key = newApiKey();

/** 信用中国 is fed: the sandbox plays node and site, and this test passes on from the one to the other. */
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  dataDir = await mkdtemp(join(tmpdir(), 'fed-body-'));
  sandbox = await openSandbox({ port: 0, dataDir });
  await owner.query(
    `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, '李运维', '某支队', '1113100001YMGCE72W', 'operator')`,
    [hashApiKey(key)],
  );
  await letDecemberCome(database);
  const url = `${sandbox.url}/bodies/${china}`;
  bodies = bodiesOf(
    bodySettingsFrom({
      BODIES: `credit-hebei,${china}`,
      CREDIT_HEBEI_URL: sandbox.url,
      CREDIT_CHINA_HEBEI_URL: url,
      CREDIT_CHINA_HEBEI_FED: 'yes',
    }),
  );
  feeding = new PlainEndpoint({ name: china, saying: creditChinaHebeiMessage, url });
  const adapters = AdaptersModule.on(database.url, { clock: earlier, otherClock: agreeingWith(earlier) });
  app = await createApi([adapters, WorkerModule.telling(bodies)]);
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
beforeEach(() => {
  said = [];
});

let papers = 0;
const asIfTold = { id: china, column: columnOf(whoIsToldWhat, china) };

/** A penalty that the node has; passed on to 信用中国 under a key of the node's own, unless it forgets to. @returns the keys there */
async function aPenalty({ passedOn = true, withdrawn = false } = {}): Promise<string> {
  papers += 1;
  const documentNumber = `廊消行罚决字〔2026〕第${papers}号`;
  const stream = `penaltyDecision-${randomUUID()}`;
  await log.append(stream, 'no-stream', [{ ...event.aPenaltyDecision({ documentNumber }), id: randomUUID() }]);
  await nodeHas(1);
  if (withdrawn) {
    await log.append(stream, 0, [{ ...event.aPenaltyRevocation({ documentNumber }), id: randomUUID() }]);
    await nodeHas(2); // together they would never leave
  }
  const history = await log.readStream(stream);
  if (passedOn)
    for (const at of history.keys())
      for (const push of pushesOf(asIfTold, publishedRules, history.slice(0, at + 1))) {
        const [answer] = await feeding.send([{ ...push, key: nodeKey(push.kind) }], new AbortController().signal);
        expect(answer).toMatchObject({ outcome: 'acknowledged' });
      }
  return nodeKey('penalty');
}
/** Waits until the node has acknowledged so many messages about the newest paper. */
async function nodeHas(messages: number): Promise<void> {
  const acknowledged = async () => {
    const { rowCount } = await owner.query(
      `SELECT FROM pushes WHERE endpoint = 'credit-hebei' AND key LIKE $1 AND receipt_number IS NOT NULL`,
      [`%第${papers}号%`],
    );
    return rowCount === messages;
  };
  await comesTrue(acknowledged);
}

const nodeKey = (kind: string): string => `node-${kind}-${papers}`;

const spoil = async (idempotencyKey: string, damage: string): Promise<void> => {
  const { status } = await fetch(`${sandbox.url}/bodies/${china}/control/damages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ idempotencyKey, damage }),
  });
  expect(status).toBe(200);
};

let days = 0;
/** Reconciles the fed body once more, as of a day on which nobody has. @returns the id of the reconciliation */
async function reconcile(at?: string): Promise<string> {
  days += 1;
  const day = at ?? addDays(dayOfInstant(inDecember.now()), -days);
  const clock = clockAt(day);
  const ends = app.get(PublicationEnds);
  const fedHoldings = new FedHoldings(log, { book: publishedRules }, ends, clock);
  const reconciler = new Reconciler(aDesk({ log, today: day }), ends, clock, fedHoldings);
  const rounds = new Reconciliations({
    workerUrl: workingUrl(database.url, 'ledger_worker'),
    bodies: bodies.filter(({ id }) => id === china),
    personal: app.get(PersonalData),
    reconciler,
    clocks: { ...agreeingClocks, ...clock },
    hour: 3,
    logger: { warn: (words) => said.push(String(words)), error: (words) => said.push(String(words)) },
  });
  await rounds.round(new AbortController().signal);
  return reconciliationIdOf(china, day);
}

const headers = () => ({ authorization: `Bearer ${key}`, 'idempotency-key': randomUUID() });

interface Discrepancy {
  readonly discrepancyId: string;
  readonly difference: string;
  readonly key: string;
  readonly uscc: string;
  readonly pushId: string | null;
}

async function read<Answer extends { readonly position: number }>(path: string): Promise<Answer> {
  const head = await log.head();
  let answer: Answer | undefined;
  await comesTrue(async () => {
    const { statusCode, body } = await app.inject({ method: 'GET', url: path, headers: headers() });
    expect(statusCode).toBe(200);
    answer = JSON.parse(body) as Answer;
    return answer.position >= head;
  });
  if (!answer) throw new Error('not read');
  return answer;
}

const found = async (id: string): Promise<readonly Discrepancy[]> =>
  (await read<{ discrepancies: readonly Discrepancy[]; position: number }>(`/reconciliations/${id}/discrepancies`))
    .discrepancies;
const differences = async (id: string) => (await found(id)).map(({ difference, key: of }) => [difference, of]);

it('a body that holds what the node was told is equal, though it is under keys of the node', async () => {
  await aPenalty();
  await aPenalty({ withdrawn: true });
  const id = await reconcile();
  expect(said).toEqual([]);
  expect(await found(id)).toEqual([]);
  const { reconciliations } = await read<{ reconciliations: readonly object[]; position: number }>('/reconciliations');
  expect(reconciliations[0]).toMatchObject({
    endpoint: china,
    fedBy: 'credit-hebei',
    differences: 0,
    kinds: [
      { kind: 'penalty', told: 2, held: 2 },
      { kind: 'penalty-withdrawal', told: 1, held: 1 },
    ],
  });
});

it('what the node was told only now may still be on its way, and what it keeps to itself after a day is lost', async () => {
  await aPenalty({ passedOn: false });
  const nodeHasItSince = dayOfInstant(earlier.now());
  expect(await differences(await reconcile(nodeHasItSince))).toEqual([]);
  const id = await reconcile();
  const [lost, ...others] = await found(id);
  expect(others).toEqual([]);
  expect(lost).toMatchObject({ difference: 'lost', pushId: null, uscc: event.subjectId });
  expect(lost?.key).toContain(`${china}:penalty:`);
  expect(said).toEqual([`reconciliation with ${china}, which credit-hebei feeds: 1 differences`]);
});

it('a surplus, an alteration and stale publicity are each found; nothing of it is sent, the node has to mend it', async () => {
  const known = await differences(await reconcile());
  const [altered, shown] = [await aPenalty(), await aPenalty({ withdrawn: true })];
  await spoil(altered, 'alter');
  await spoil(shown, 'show-again');
  await aPenalty();
  await spoil(nodeKey('penalty'), 'double');
  const doubled = nodeKey('penalty');
  const id = await reconcile();
  const all = (await differences(id)).filter(([, of]) => !known.some(([, other]) => other === of));
  expect(all.sort()).toEqual(
    [
      ['altered', altered],
      ['still-shown', shown],
      ['surplus', expect.stringContaining(doubled)], // one of the two, which say the same
    ].sort(),
  );
  const answer = await app.inject({
    method: 'POST',
    url: `/reconciliations/${id}/mending`,
    headers: headers(),
    payload: { reason: '平台缺失', dryRun: true },
  });
  expect(answer.statusCode).toBe(422);
  expect(answer.json()).toMatchObject({
    code: 'reconciliation-of-fed-body',
    detail: expect.stringContaining('credit-hebei') as string,
  });
  expect((await owner.query('SELECT FROM pushes WHERE endpoint = $1', [china])).rows).toEqual([]);
});

it('what is found is work for an officer: with its basis, and whom to tell', async () => {
  const officer = newApiKey();
  await owner.query(
    `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, '王执法', '某支队', '1113100001YMGCE72W', 'officer')`,
    [hashApiKey(officer)],
  );
  const due = async (query: string) => {
    const answer = await app.inject({ url: `/due-work?${query}`, headers: { authorization: `Bearer ${officer}` } });
    expect(answer.statusCode).toBe(200);
    return answer.json<{ items: readonly object[] }>().items;
  };
  await spoil(await aPenalty({ withdrawn: true }), 'show-again');
  const id = await reconcile(dayOfInstant(inDecember.now())); // the newest
  expect(await differences(id)).not.toEqual([]);
  const isShown = { what: 'publicity-still-shown', role: 'officer' };
  const expected = [
    { ...isShown, id, title: expect.stringContaining('须告知转供的全国信用信息共享平台（河北）终止其公示') as string },
    { what: 'reconciliation-open', title: expect.stringContaining('另有') as string, uscc: null, unit: null },
  ];
  const items = await due('procedure=reconciliation');
  expect(items).toHaveLength(2);
  expect(items).toEqual(expect.arrayContaining(expected.map((one) => expect.objectContaining(one) as object)));
  expect(await due('')).toEqual(expect.arrayContaining(items as object[]));
  expect(await due('procedure=reconciliation&role=operator')).toEqual([]);
  expect(await due(`procedure=reconciliation&uscc=${event.subjectId}`)).toEqual([]);
});
