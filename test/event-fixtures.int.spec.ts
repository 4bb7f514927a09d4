import { join } from 'node:path';
import { UpcastingEventLog, type StoredEvent } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { eventCatalogue } from '@app/ledger';
import type { ProjectionTable } from '@app/projections';
import { Client } from 'pg';
import { readModelsOf } from '../apps/worker/src/read-models-of';
import { waitingBodies } from './support/bodies';
import { checkedIn } from './support/checked-in';
import { fixturesIn, readFixtureFolder } from './support/event-fixtures';
import { asStored } from './support/event-fixtures-stored';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const folder = join(__dirname, 'data/events');

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client(database.url);
  await client.connect();
  await client.query(`SET TIME ZONE 'UTC'`);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Rows as text, so that two states of a table can be compared. */
type Rows = ReadonlySet<string>;

async function rowsOf({ name, columns = ['*'], where = 'true' }: ProjectionTable): Promise<Rows> {
  const { rows } = await client.query<{ row: object }>(
    `SELECT to_jsonb(t) AS row FROM (SELECT ${columns.join(', ')} FROM ${name} WHERE ${where}) AS t`,
  );
  return new Set(rows.map(({ row }) => JSON.stringify(row)));
}

const beyond = (some: Rows, others: Rows): object[] =>
  [...some]
    .filter((row) => !others.has(row))
    .sort()
    .map((row) => JSON.parse(row) as object);

/** A log of programs that did not look whether a day had come when it was recorded: some of the forms are of a later one. */
class OlderLog extends MemoryEventLog {
  private readonly days = new Map<string, string>();

  override append(...[stream, expected, events]: Parameters<MemoryEventLog['append']>) {
    for (const { id, occurredOn } of events) this.days.set(id, occurredOn);
    return super.append(
      stream,
      expected,
      events.map((event) => ({ ...event, occurredOn: '1900-01-01' })),
    );
  }

  override async readStream(stream: string) {
    return this.asGiven(await super.readStream(stream));
  }

  override async readAll(page: Parameters<MemoryEventLog['readAll']>[0]) {
    return this.asGiven(await super.readAll(page));
  }

  private asGiven(events: readonly StoredEvent[]): readonly StoredEvent[] {
    return events.map((event) => ({ ...event, occurredOn: this.days.get(event.id) ?? event.occurredOn }));
  }
}

/** What each stored form, of whatever version, becomes in every read model when it is read today. */
describe('every stored form of an event', () => {
  it('becomes the rows it is checked in with, in every read model', async () => {
    const stored = new OlderLog(() => new Date('2026-11-23T02:00:00Z'));
    const names = new Map<string, string>();
    for (const [at, fixture] of fixturesIn(readFixtureFolder(folder)).entries()) {
      const event = asStored(fixture, at + 1);
      names.set(event.id, fixture.file.replace(/\.json$/, ''));
      await stored.append(event.stream, 'no-stream', [event]);
    }
    const log = new UpcastingEventLog(stored, eventCatalogue);

    const readModels = readModelsOf(log, waitingBodies);

    const became: Record<string, Record<string, object>> = {};
    for (const event of await log.readAll({ after: 0, limit: 10_000 })) {
      const tables: Record<string, { rows: object[]; gone: number }> = {};
      for (const projection of readModels) {
        const before: Rows[] = [];
        for (const table of projection.tables) before.push(await rowsOf(table)); // one connection, one question at a time
        await projection.apply(client, [event]);
        for (const [at, table] of projection.tables.entries()) {
          const { name } = table;
          const after = await rowsOf(table);
          const rows = beyond(after, before[at] ?? new Set());
          const gone = beyond(before[at] ?? new Set(), after).length;
          const others = tables[name]?.rows ?? []; // several bodies have rows in one table
          if (rows.length > 0 || gone > 0) tables[name] = { rows: [...others, ...rows], gone };
        }
      }
      became[names.get(event.id) ?? ''] = tables;
    }

    expect(JSON.parse(checkedIn(join(folder, 'read-models.json'), `${JSON.stringify(became, null, 1)}\n`))).toEqual(
      became,
    );
  });
});
