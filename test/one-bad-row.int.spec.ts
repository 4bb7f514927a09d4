import 'reflect-metadata';
import { type Clock, until } from '@app/ledger';
import { PostgresEventLog } from '@app/event-store/postgres';
import type { StoredEvent } from '@app/event-store';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Pool } from 'pg';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { derivedId } from '../libs/ledger/src/shared';
import { waitingBodies } from './support/bodies';
import * as event from './support/ledger-events';
import { agreeingWith } from './support/clocks';
import { type DatabaseClock, databaseClockOf } from './support/database-clock';
import { createTestDatabase, type TestDatabase } from './support/test-database';

/** 03:00 in Shanghai. Every day of the papers below comes later than `before` and earlier than `after`. */
const before = '2026-04-30';
const after = '2031-01-02';
const clockAt = (day: string): Clock => ({ now: () => new Date(`${day}T03:00:00+08:00`), today: () => day });
const checkHour = 3;

@Module({})
class Ledger {}

let database: TestDatabase;
let databaseClock: DatabaseClock;
let pool: Pool;
let app: INestApplicationContext | undefined;

beforeEach(async () => {
  database = await createTestDatabase();
  databaseClock = await databaseClockOf(database.superuserUrl);
  pool = new Pool({ connectionString: database.url });
});
afterEach(async () => {
  await app?.close();
  await pool.end();
  await databaseClock.close();
  await database.drop();
});

/** A hazard long overdue that cannot be found so: its rule set is one that nobody knows. */
const aHazardAtFault = (number: number): [string, StoredEvent[]] => {
  const hazardId = derivedId('bad-hazard', String(number));
  const change = { hazardId, rectifyBy: '2026-05-01', ruleSetId: 'langfang-nowhere' };
  return [`majorFireHazard-${hazardId}`, [event.aHazardJudged(change)]];
};

/** A listing whose period is over. */
const anExpiredListing = (number: number): [string, StoredEvent[]] => {
  const listingId = derivedId('expired-listing', String(number));
  const events = [event.aCandidate({ listingId }), event.aNotice({ listingId }), event.aListing({ listingId })];
  return [`blacklistListing-${listingId}`, events];
};

async function append(...streams: [string, StoredEvent[]][]): Promise<void> {
  const log = new PostgresEventLog({ url: database.url });
  await Promise.all(
    streams.map(([stream, events]) =>
      log.append(
        stream,
        'no-stream',
        events.map((one, index) => ({ ...one, id: derivedId('one-bad-row', stream, String(index)) })),
      ),
    ),
  );
  await log.close();
}

async function startWorker(day: string, equalityCheckHour?: number): Promise<void> {
  const imports = [
    AdaptersModule.on(database.url, { clock: clockAt(day), otherClock: agreeingWith(clockAt(day)) }),
    WorkerModule.telling(waitingBodies, equalityCheckHour),
  ];
  app = await NestFactory.createApplicationContext({ module: Ledger, imports }, { logger: false });
}

/** The read models hold everything before the days come: a worker looks at what it finds when it starts. */
async function startWorkerAfterAllIsRead(): Promise<void> {
  await startWorker(before);
  const behind = () =>
    countOf(`projection_checkpoints WHERE position < (SELECT max(position) FROM ledger_events) AND name <> 'sealing'`);
  const allThere = async () => (await countOf('projection_checkpoints')) >= 5 && (await behind()) === 0;
  expect(await until(allThere, 60_000)).toBe(true);
  await app?.close();
  await databaseClock.aheadBy(clockAt(after).now().getTime() - Date.now());
  await startWorker(after, checkHour);
}

async function countOf(text: string, values: unknown[] = []): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${text}`, values);
  return rows[0]?.count ?? 0;
}
const removals = () => countOf(`ledger_events WHERE type = 'SubjectRemovedFromBlacklist'`);

describe('a listing', () => {
  it('expires when its day has come', async () => {
    await append(anExpiredListing(1));
    await startWorkerAfterAllIsRead();
    expect(await until(async () => (await removals()) === 1, 60_000)).toBe(true);
  });
});

/** What is at fault in one paper is no business of the others. */
describe('one row at fault', () => {
  it('keeps no listing from expiring, and no night from being checked', async () => {
    await append(aHazardAtFault(1), anExpiredListing(1));
    await startWorkerAfterAllIsRead();
    expect(await until(async () => (await removals()) === 1, 60_000)).toBe(true);
    expect(await until(async () => (await countOf('projection_equality_checks')) > 0, 60_000)).toBe(true);
  });

  it('starves nobody, not five hundred of it either', async () => {
    await append(...Array.from({ length: 500 }, (_, at) => aHazardAtFault(at)), anExpiredListing(1));
    await startWorkerAfterAllIsRead();
    expect(await until(async () => (await removals()) === 1, 60_000)).toBe(true);
  });

  it('keeps its reason, where people see it', async () => {
    await append(aHazardAtFault(1));
    await startWorkerAfterAllIsRead();
    const [stream] = aHazardAtFault(1);
    const refused = () => countOf(`due_work_tries WHERE stream = $1 AND code = 'rule-set-unknown'`, [stream]);
    expect(await until(async () => (await refused()) === 1, 60_000)).toBe(true);
  });
});
