import { PostgresEventLog } from '@app/event-store/postgres';
import { rebuildUrl } from '@app/ledger-database';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { anEvent, aStream } from '../../../event-store/src/event-log.contract';
import { type EventReader, readerOf } from '../projection';
import { type ReadModel, readModel } from '../read-model';
import { buildTogether } from './build';
import { Rebuild } from './rebuild';

interface Seen {
  readonly key: string;
  readonly positions: readonly number[];
}

/** Read models of this spec: who is told what, by different keys, some with types of their own; one cannot take one event. */
const model = (name: string, options: Partial<Parameters<typeof readModel<Seen>>[0]> = {}): ReadModel =>
  readModel<Seen>({
    name: `${name}-1`,
    table: name,
    key: ['key'],
    columns: {
      key: { type: 'text', of: (row) => row.key },
      positions: { type: 'jsonb', of: (row) => row.positions },
    },
    keyOf: ({ subjectId }) => subjectId ?? undefined,
    fold: (row, event) => ({
      key: row?.key ?? event.subjectId ?? '',
      positions: [...(row?.positions ?? []), event.position],
    }),
    readBack: { columns: 'key, positions', toRow: (row) => row as Seen },
    ...options,
  });

let poison = -1;
const bySubject = model('by_subject');
const onlyB = model('only_b', { types: new Set(['B']) });
const byType = model('by_type', {
  keyOf: ({ type }) => type,
  fold: (row, event) => ({ key: event.type, positions: [...(row?.positions ?? []), event.position] }),
});
const each = model('each_one', {
  appendOnly: true,
  keyOf: ({ position }) => String(position),
  fold: (_, { position }) => ({ key: String(position), positions: [position] }),
});
const coming = model('coming', {
  // A row that goes again with every third event.
  fold: (row, event) =>
    row?.positions.length === 2
      ? undefined
      : { key: event.subjectId ?? '', positions: [...(row?.positions ?? []), event.position] },
});
const choosy = model('choosy', {
  fold: (_, event) => {
    if (event.position === poison) throw new Error('not understood');
    return { key: event.subjectId ?? '', positions: [event.position] };
  },
});
const refused = model('refused', { fold: () => ({ key: '', positions: [] }) }); // its table takes no empty key
const models = [bySubject, onlyB, byType, each, coming];

let database: TestDatabase;
let log: PostgresEventLog;
let owner: Client;
let rebuilder: Client;
const given = { events: 0 };
let reader: EventReader;

beforeAll(async () => {
  database = await createTestDatabase();
  log = new PostgresEventLog({ url: database.url });
  owner = new Client(database.ownerUrl);
  rebuilder = new Client(rebuildUrl(database.ownerUrl));
  await Promise.all([owner.connect(), rebuilder.connect()]);
  for (const { definition } of [...models, choosy, refused]) {
    await owner.query(
      `CREATE TABLE ${definition.table} (key text PRIMARY KEY CHECK (key <> ''), positions jsonb NOT NULL)`,
    );
  }
  reader = {
    ...readerOf(log),
    readAll: async (page) => {
      const events = await log.readAll(page);
      given.events += events.length;
      return events;
    },
  };
  for (let index = 0; index < 200; index++) {
    const subjectId = index % 11 === 0 ? null : `subject-${(index * 7) % 23}`;
    await log.append(aStream(), 'no-stream', [{ ...anEvent(), type: index % 4 === 0 ? 'B' : 'A', subjectId }]);
  }
  // They stand at different places, and hold back different subjects.
  for (const [index, { name }] of [...models, choosy, refused].entries()) {
    await owner.query('INSERT INTO projection_checkpoints (name, position) VALUES ($1, $2)', [name, 200 - index * 13]);
  }
  await owner.query(
    `INSERT INTO projection_stopped_subjects (projection, subject_id, position, reason) VALUES ('by_subject-1', 'subject-7', 90, 'no')`,
  );
});
afterAll(async () => {
  await Promise.all([log.close(), owner.end(), rebuilder.end()]);
  await database.drop();
});

async function contents(): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const { definition } of models) {
    const { rows } = await owner.query<{ row: string }>(
      `SELECT t::text AS row FROM beside.${definition.table} t ORDER BY key COLLATE "C"`,
    );
    found[definition.table] = rows.map(({ row }) => row);
  }
  return found;
}
const dropAll = async () => {
  for (const one of models) await new Rebuild({ owner, rebuilder }, reader, one).drop();
};
const tablesBeside = async () => {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'beside' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
};

describe('read models built together', () => {
  it.each([
    ['in memory', 10_000_000],
    ['sorted by the database', 5_000],
  ])('%s: one reading of the log gives the rows that each gives by itself', async (_, budgetBytes) => {
    for (const one of models) await new Rebuild({ owner, rebuilder }, reader, one).build();
    const apart = await contents();
    await dropAll();
    expect(apart.by_subject?.length).toBeGreaterThan(10);

    given.events = 0;
    const built = await buildTogether({ owner, rebuilder }, reader, models, { budgetBytes });
    expect(given.events).toBe(200);
    expect(await contents()).toEqual(apart);
    expect([...built.values()]).toEqual(
      models.map((_one, index) => ({ position: 200 - index * 13, eventsRead: 200 - index * 13 })),
    );
    await dropAll();
  });

  it('are built also when one cannot take an event, or its table a row: of these nothing is left', async () => {
    poison = 50;
    const all = [choosy, ...models, refused];
    const built = await buildTogether({ owner, rebuilder }, reader, all, { budgetBytes: 5_000 });
    expect(built.get(choosy.name)).toMatchObject({ name: 'CannotFold', position: 50 });
    expect(built.get(refused.name)).toMatchObject({ code: '23514' });
    expect(await tablesBeside()).toEqual(models.map(({ definition }) => definition.table).sort());
    await dropAll();
  });

  it('are built also when somebody else is at one of them', async () => {
    const other = new Client(database.ownerUrl);
    await other.connect();
    await other.query(`SELECT pg_advisory_lock(hashtextextended('rebuild of ${onlyB.name}', 0))`);
    const built = await buildTogether({ owner, rebuilder }, reader, models);
    expect(built.get(onlyB.name)).toMatchObject({ code: 'rebuild-under-way' });
    expect(await tablesBeside()).toEqual(['by_subject', 'by_type', 'coming', 'each_one']);
    await other.end();
    for (const one of models) if (one !== onlyB) await new Rebuild({ owner, rebuilder }, reader, one).drop();
  });

  it('leave nothing when they are cancelled, nor when the log does not answer', async () => {
    const cancelled = new AbortController();
    const onProgress = () => {
      cancelled.abort();
    };
    await expect(
      buildTogether({ owner, rebuilder }, reader, models, { signal: cancelled.signal, onProgress, budgetBytes: 100 }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(await tablesBeside()).toEqual([]);

    const silent = { ...reader, readAll: () => Promise.reject(new Error('no answer')) };
    await expect(buildTogether({ owner, rebuilder }, silent, models)).rejects.toThrow('no answer');
    expect(await tablesBeside()).toEqual([]);
    const { rows } = await owner.query('SELECT FROM projection_rebuilds');
    expect(rows).toEqual([]);
  });
});
