import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { FakeCreditHebei } from '@app/endpoints';
import type { StoredEvent } from '@app/event-store';
import { EVENT_LOG, type EventLog } from '@app/ledger';
import { checkEquality, readerOf, replay, type ReplayReport } from '@app/projections';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Client, Pool } from 'pg';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { bodiesOf, type Body } from '../apps/composition/src/bodies';
import { bodySettingsFrom } from '../apps/composition/src/body-settings';
import { readModelsOf } from '../apps/worker/src/read-models-of';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { Bulletin } from './support/bulletin/bulletin';
import { bulletinColumn } from './support/bulletin/column';
import * as event from './support/ledger-events';
import { aMasterKey } from './support/personal-data';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { comesTrue } from './support/eventually';

@Module({})
class Ledger {}

/**
 * A second receiving body, with a folder (`support/bulletin`), a column and a line of settings: nothing else had to change. It
 * takes batches and answers later; the first takes messages one by one and answers at once.
 */
const hebei = new FakeCreditHebei();
const bulletin = new Bulletin(true);
const shared = { inParallel: 2, leaseMs: 15_000, askEveryMs: 20 };
const bodies: readonly Body[] = [
  ...bodiesOf(bodySettingsFrom({})).map((body) => ({ ...body, ...shared, endpoint: hebei })),
  { id: 'bulletin', column: bulletinColumn, endpoint: bulletin, ...shared },
];

let database: TestDatabase;
let app: INestApplicationContext;
let log: EventLog;
let pool: Pool;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  app = await open(bodies);
  log = app.get<EventLog>(EVENT_LOG);
  pool = new Pool({ connectionString: database.url });
  client = new Client(database.url);
  await client.connect();
});
afterAll(async () => {
  await app.close();
  await Promise.all([pool.end(), client.end()]);
  await database.drop();
});

const open = (told: readonly Body[]) =>
  NestFactory.createApplicationContext(
    {
      module: Ledger,
      imports: [AdaptersModule.on(database.url, { masterKey: aMasterKey() }), WorkerModule.telling(told)],
    },
    { logger: ['error', 'warn'] },
  );

const subjects = ['91131002MABBQNQG8X', '92131022MAEHM5G2XY', '91131000XFK2GGLJ6A'];
let papers = 0;

/** Of each subject a penalty and a listing, told to the first body; then the penalty is revoked. The same again for every call. */
async function happen(): Promise<void> {
  const before = await pushesOf('credit-hebei');
  const decisions: { readonly stream: string; readonly subjectId: string }[] = [];
  for (const subjectId of subjects) {
    papers += 1;
    const about = { subjectId };
    const [stream, documentNumber] = [`penaltyDecision-${papers}`, `廊消行罚决字〔2026〕第${papers}号`];
    await append(stream, [event.aPenaltyDecision({ subjectId, documentNumber }, about)]);
    const decided = { subjectId, decisionNumber: `廊消列字〔2026〕第${papers}号` };
    await append(`blacklistListing-${papers}`, [event.aListing(decided, about)]);
    decisions.push({ stream, subjectId });
  }
  await eventually('credit-hebei', { ...before, acknowledged: (before.acknowledged ?? 0) + 2 * subjects.length });
  for (const { stream, subjectId } of decisions) {
    const revocation = ofSubject(subjectId, event.aPenaltyRevocation({}, { subjectId }));
    await log.append(stream, 0, [{ ...revocation, id: randomUUID(), commandId: randomUUID() }]);
  }
}

/** The same event about another subject. */
function ofSubject(subjectId: string, one: StoredEvent): StoredEvent {
  const data = JSON.parse(Buffer.from(one.data).toString()) as object;
  return { ...one, subjectId, data: Buffer.from(JSON.stringify({ ...data, subjectId })) };
}

async function append(stream: string, events: readonly StoredEvent[]): Promise<void> {
  const fresh = events.map((one) => ({ ...one, id: randomUUID(), commandId: randomUUID() }));
  await log.append(stream, 'no-stream', fresh);
}

async function pushesOf(endpoint: string): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ status: string; count: number }>(
    'SELECT status, count(*)::integer AS count FROM pushes WHERE endpoint = $1 GROUP BY status ORDER BY status',
    [endpoint],
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
const eventually = async (endpoint: string, wanted: Record<string, number>) => {
  const inOrder = Object.fromEntries(Object.entries(wanted).sort(([one], [other]) => one.localeCompare(other)));
  const there = async () => JSON.stringify(await pushesOf(endpoint)) === JSON.stringify(inOrder);
  await comesTrue(there);
  expect(await pushesOf(endpoint)).toEqual(wanted);
};

/** The text of each subject's messages, in the order in which the body stored them. */
function heard(stored: readonly { readonly subject: string; readonly kind: string }[]) {
  return subjects.map((subject) => stored.filter((one) => one.subject === subject).map(({ kind }) => kind));
}

async function replayedAll(): Promise<ReplayReport[]> {
  const reports: ReplayReport[] = [];
  for (const projection of readModelsOf(log, bodies)) {
    reports.push(...(await replay(client, readerOf(log), projection)));
  }
  return reports;
}

describe('two bodies', () => {
  it('each hears what its column says, in the order of each record, and acknowledges it in its own way', async () => {
    await happen();
    await eventually('credit-hebei', { acknowledged: 6, withdrawn: 3 });
    await eventually('bulletin', { acknowledged: 3, withdrawn: 3 });

    const atHebei = hebei.stored().map(({ kind, fields }) => ({
      kind,
      subject: String(fields.CF_XDR_SHXYM ?? fields.uscc),
    }));
    const [penalties, listings] = [
      atHebei.filter(({ kind }) => kind !== 'list-entry'),
      atHebei.filter(({ kind }) => kind === 'list-entry'),
    ];
    expect(heard(penalties)).toEqual(subjects.map(() => ['penalty', 'penalty-withdrawal']));
    expect(heard(listings)).toEqual(subjects.map(() => ['list-entry']));
    const atBulletin = bulletin.stored().map(({ text, subjectId }) => ({
      kind: text.endsWith('撤销') ? 'penalty-withdrawal' : 'penalty',
      subject: subjectId,
    }));
    expect(heard(atBulletin)).toEqual(subjects.map(() => ['penalty', 'penalty-withdrawal']));
    expect(bulletin.stored().every(({ arrivals }) => arrivals === 1)).toBe(true);
  });

  it('each has its outcomes as facts of its own', async () => {
    const facts = (await log.readAll({ after: 0, limit: 1_000 })).filter(({ type }) => type === 'PushDelivered');
    const told = facts.map(({ data }) => (JSON.parse(Buffer.from(data).toString()) as { endpoint: string }).endpoint);
    expect(told.filter((endpoint) => endpoint === 'credit-hebei')).toHaveLength(9);
    expect(told.filter((endpoint) => endpoint === 'bulletin')).toHaveLength(6);
  });

  it('a replay finds each body what it was told, and none of the rows of the other', async () => {
    const reports = (await replayedAll()).filter(({ table }) => table === 'pushes');
    expect(reports).toMatchObject([
      { projection: 'push-outbox-credit-hebei-1', rows: 9, liveRows: 9, missing: 0, surplus: 0 },
      { projection: 'push-outbox-bulletin-1', rows: 6, liveRows: 6, missing: 0, surplus: 0 },
    ]);
  });

  it('the nightly check finds everything equal; and a row that is not, at the body whose row it is', async () => {
    const found = async (night: string) => {
      const different: string[] = [];
      await checkEquality({
        client,
        log: readerOf(log),
        projections: readModelsOf(log, bodies),
        night,
        checked: new Set(),
        believing: true,
        onReport: ({ projection, missing, surplus }) => {
          if (missing + surplus > 0) different.push(projection);
        },
        onTrouble: (projection, error) => {
          throw new Error(`${projection}: ${error.message}`);
        },
      });
      return different;
    };
    expect(await found('2026-06-01')).toEqual([]);

    const changed = `UPDATE pushes SET kind = $1 WHERE endpoint = 'bulletin' AND kind = $2
                     AND position = (SELECT min(position) FROM pushes WHERE endpoint = 'bulletin')`;
    await pool.query(changed, ['planted', 'penalty']);
    expect(await found('2026-06-02')).toEqual(['push-outbox-bulletin-1']);
    await pool.query(changed, ['penalty', 'planted']);
  });

  it('one that is away holds up only itself', async () => {
    bulletin.away = true;
    await happen();
    await eventually('credit-hebei', { acknowledged: 12, withdrawn: 6 });
    expect(await pushesOf('bulletin')).toEqual({ acknowledged: 3, waiting: 6, withdrawn: 3 });
  });

  it('what was revoked before it left is never told, nor is its revocation', async () => {
    const heardBefore = bulletin.stored().length;
    bulletin.away = false;
    await eventually('bulletin', { acknowledged: 3, withdrawn: 3, overtaken: 3, 'nothing-there': 3 });
    expect(bulletin.stored()).toHaveLength(heardBefore);
  });

  it('one that is added later is not sent the past, nor the end of what it never had', async () => {
    await append('penaltyDecision-old', [
      event.aPenaltyDecision({ documentNumber: '廊消行罚决字〔2026〕第90号' }, { subjectId: event.subjectId }),
    ]);
    const from = { position: (await log.head()) + 1 };
    const late = new Bulletin(true);
    const added: Body = { ...shared, id: 'late', column: bulletinColumn, endpoint: named('late', late), from };
    const another = await open([...bodies.map((body) => ({ ...body, endpoint: undefined })), added]);
    try {
      const old = await log.readStream('penaltyDecision-old');
      await log.append('penaltyDecision-old', old.length - 1, [
        { ...event.aPenaltyRevocation({}, { subjectId: event.subjectId }), id: randomUUID(), commandId: randomUUID() },
      ]);
      await append('penaltyDecision-new', [
        event.aPenaltyDecision({ documentNumber: '廊消行罚决字〔2026〕第91号' }, { subjectId: event.subjectId }),
      ]);
      await eventually('late', { acknowledged: 1 });
      expect(late.stored()).toMatchObject([{ text: expect.stringContaining('第91号') as string }]);

      const projection = readModelsOf(log, [added]).at(-1);
      const reports = projection ? await replay(client, readerOf(log), projection) : [];
      expect(reports).toMatchObject([{ rows: 1, liveRows: 1, missing: 0, surplus: 0 }]);
    } finally {
      await another.close();
    }
  });
});

/** The same body under another name. */
const named = (name: string, body: Bulletin) => ({
  name,
  batch: body.batch,
  send: body.send.bind(body),
  collect: body.collect.bind(body),
});
