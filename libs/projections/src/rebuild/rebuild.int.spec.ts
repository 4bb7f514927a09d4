import { PostgresEventLog } from '@app/event-store/postgres';
import { rebuildUrl } from '@app/ledger-database';
import { Client, Pool } from 'pg';
import { comesTrue } from '../../../../test/support/eventually';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { anEvent, aStream } from '../../../event-store/src/event-log.contract';
import { type EventReader, readerOf } from '../projection';
import { ProjectionRunners } from '../projection-runners';
import { type ReadModel, readModel } from '../read-model';
import { Rebuild } from './rebuild';

interface Tally {
  readonly subject: string;
  readonly events: number;
  readonly newest: number;
}

/** Positions that the read model of this spec cannot take, as long as they are in here. */
const poison = new Set<number>();

/** A row per subject with the number of its events. */
const tallies: ReadModel = readModel<Tally>({
  name: 'tallies-1',
  table: 'tallies',
  key: ['subject'],
  columns: {
    subject: { type: 'text', of: (row) => row.subject },
    events: { type: 'integer', of: (row) => row.events },
    newest: { type: 'bigint', of: (row) => row.newest },
  },
  keyOf: ({ subjectId }) => subjectId ?? undefined,
  fold(row, { subjectId, position }) {
    if (poison.has(position)) throw new Error(`cannot take ${position}`);
    return { subject: subjectId ?? '', events: (row?.events ?? 0) + 1, newest: position };
  },
  readBack: {
    columns: 'subject, events, newest',
    toRow: (row) => ({ ...(row as Tally), newest: Number(row.newest) }),
  },
});

let database: TestDatabase;
let log: PostgresEventLog;
let rebuilderLog: PostgresEventLog;
let pool: Pool;
let owner: Client;
let rebuilder: Client;
let rebuild: Rebuild;
let runners: ProjectionRunners | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  log = new PostgresEventLog({ url: database.url });
  rebuilderLog = new PostgresEventLog({ url: rebuildUrl(database.ownerUrl) });
  pool = new Pool({ connectionString: database.url });
  pool.on('error', () => undefined); // a test cuts connections
  owner = new Client(database.ownerUrl);
  rebuilder = new Client(rebuildUrl(database.ownerUrl));
  await Promise.all([owner.connect(), rebuilder.connect()]);
  await owner.query(`
    CREATE TABLE tallies (subject text PRIMARY KEY, events integer NOT NULL CHECK (events > 0), newest bigint NOT NULL);
    CREATE INDEX tallies_newest ON tallies (newest);
    GRANT SELECT, INSERT, UPDATE, DELETE ON tallies TO ledger_app`);
  rebuild = new Rebuild({ owner, rebuilder }, readerOf(rebuilderLog), tallies);
});
afterAll(async () => {
  await Promise.all([log.close(), rebuilderLog.close(), pool.end(), owner.end(), rebuilder.end()]);
  await database.drop();
});

/** Each test begins with nothing beside, rows as the log has them, and the projection running. */
beforeEach(async () => {
  poison.clear();
  await owner.query(`DROP TABLE IF EXISTS beside.tallies; DELETE FROM projection_rebuilds; DELETE FROM projection_stopped_subjects;
                     TRUNCATE tallies; DELETE FROM projection_checkpoints`);
  await append('a', 'b', 'c');
  run();
  await caughtUp();
});
afterEach(async () => {
  await runners?.stop();
});

function run(): void {
  runners = new ProjectionRunners({
    pool,
    log: readerOf(log),
    projections: [tallies],
    onTrouble: ({ error }) => troubles.push(error),
    pollMs: 10,
  });
  runners.start();
}
const troubles: Error[] = [];

async function append(...subjects: string[]): Promise<number> {
  let last = 0;
  for (const subjectId of subjects) {
    last = (await log.append(aStream(), 'no-stream', [{ ...anEvent(), subjectId }])).position;
  }
  return last;
}

async function caughtUp(): Promise<void> {
  const head = await log.head();
  await comesTrue(async () => {
    const { rows } = await pool.query<{ position: string }>('SELECT position FROM projection_checkpoints');
    return Number(rows[0]?.position ?? 0) >= head;
  });
}

/** A log, and how many events it gave out. */
function counted(one: PostgresEventLog): EventReader & { given: number } {
  const reader = {
    ...readerOf(one),
    given: 0,
    readAll: async (page: Parameters<EventReader['readAll']>[0]) => {
      const events = await one.readAll(page);
      reader.given += events.length;
      return events;
    },
  };
  return reader;
}

/** What the log says, counted without us. */
async function truth(): Promise<Tally[]> {
  const { rows } = await owner.query<Tally>(
    `SELECT subject_id AS subject, count(*)::integer AS events, max(position)::integer AS newest FROM ledger_events
     WHERE subject_id IS NOT NULL GROUP BY subject_id ORDER BY subject_id`,
  );
  return rows;
}
async function rowsIn(schema: 'public' | 'beside'): Promise<Tally[]> {
  const { rows } = await owner.query<Tally>(
    `SELECT subject, events, newest::integer FROM ${schema}.tallies ORDER BY subject`,
  );
  return rows;
}
const counts = async () => {
  const [tallies] = await rebuild.differences();
  return { missing: tallies?.missing, surplus: tallies?.surplus, changed: tallies?.changed };
};
const none = { count: 0, examples: [] };

describe('a rebuild', () => {
  it('arrives beside the live one at the same rows, keys, indexes and rights, and does not touch that one', async () => {
    const shape = async (schema: string) => {
      const { rows } = await owner.query<{ indexes: string[]; rights: string[] }>(
        `SELECT ARRAY(SELECT replace(indexdef, schemaname || '.', '') FROM pg_indexes
                      WHERE schemaname = $1 AND tablename = 'tallies' ORDER BY 1) AS indexes,
                ARRAY(SELECT grantee || ' ' || privilege_type FROM information_schema.table_privileges
                      WHERE table_schema = $1 AND table_name = 'tallies' AND grantee = 'ledger_app' ORDER BY 1) AS rights`,
        [schema],
      );
      return rows[0];
    };
    await rebuild.build();
    expect(await rowsIn('beside')).toEqual(await truth());
    expect(await shape('beside')).toEqual(await shape('public'));
    expect(await counts()).toEqual({ missing: none, surplus: none, changed: none });
    expect(await rowsIn('public')).toEqual(await truth());
  });

  it('within a budget smaller than one event reads the log once all the same, and arrives at the same rows', async () => {
    const reader = counted(rebuilderLog);
    await append(...Array.from({ length: 40 }, (_, index) => `subject-${index % 20}`));
    await caughtUp();
    await new Rebuild({ owner, rebuilder }, reader, tallies).build({ budgetBytes: 100 });
    expect(await rowsIn('beside')).toEqual(await truth());
    expect(reader.given).toBe(await log.head());
    const { rows } = await rebuilder.query(`SELECT FROM pg_class WHERE relname = 'folded_events'`);
    expect(rows).toEqual([]);
  });

  it('says by key what is missing, surplus and changed in the live one', async () => {
    await owner.query(`UPDATE tallies SET events = 77 WHERE subject = 'a'; DELETE FROM tallies WHERE subject = 'b';
                       INSERT INTO tallies VALUES ('forged', 1, 1)`);
    await rebuild.build();
    expect(await counts()).toEqual({
      missing: { count: 1, examples: ['b'] },
      surplus: { count: 1, examples: ['forged'] },
      changed: { count: 1, examples: ['a'] },
    });
  });

  it('compares at one position while events keep coming', async () => {
    await rebuild.build();
    const appending = append(...Array.from({ length: 60 }, (_, index) => `subject-${index % 7}`));
    for (let round = 0; round < 5; round++) {
      expect(await counts()).toEqual({ missing: none, surplus: none, changed: none });
    }
    await appending;
  });

  it('that is cancelled leaves nothing behind', async () => {
    const cancelled = new AbortController();
    const building = rebuild.build({
      budgetBytes: 100,
      signal: cancelled.signal,
      onProgress: () => {
        cancelled.abort();
      },
    });
    await expect(building).rejects.toMatchObject({ name: 'AbortError' });
    expect(await leftBeside()).toEqual({ tables: '0', rebuilds: '0' });
    await rebuild.build();
  });

  it('that meets an event it cannot take says which, and leaves nothing behind', async () => {
    const position = await append('a');
    await caughtUp();
    poison.add(position);
    await expect(rebuild.build()).rejects.toMatchObject({ name: 'CannotFold', position });
    expect(await leftBeside()).toEqual({ tables: '0', rebuilds: '0' });
  });

  it('is made by one process at a time', async () => {
    const otherOwner = new Client(database.ownerUrl);
    await otherOwner.connect();
    await otherOwner.query(`SELECT pg_advisory_lock(hashtextextended('rebuild of tallies-1', 0))`);
    await expect(rebuild.build()).rejects.toMatchObject({ code: 'rebuild-under-way' });
    await otherOwner.end();
  });

  const leftBeside = async () => {
    const { rows } = await owner.query<{ tables: string; rebuilds: string }>(
      `SELECT (SELECT count(*) FROM pg_tables WHERE schemaname IN ('beside', 'swapping')) AS tables,
              (SELECT count(*) FROM projection_rebuilds) AS rebuilds`,
    );
    return rows[0];
  };
});

describe('a switch', () => {
  it('puts the new one in place, keeps the old one, and the projection goes on exactly once', async () => {
    await owner.query(`UPDATE tallies SET events = 77 WHERE subject = 'a'`);
    await rebuild.build();
    await append('a', 'd');
    await caughtUp(); // the old one is 78 only when it has seen this
    await rebuild.switch();
    await append('a', 'e');
    await caughtUp();
    expect(await rowsIn('public')).toEqual(await truth());
    expect((await rowsIn('beside')).find(({ subject }) => subject === 'a')?.events).toBeGreaterThan(77);
  });

  it('back brings the old one back, caught up first', async () => {
    await owner.query(`INSERT INTO tallies VALUES ('only in the old one', 1, 1)`);
    await rebuild.build();
    await rebuild.switch();
    await append('a', 'b', 'f');
    await caughtUp();
    await rebuild.switchBack();
    await append('f');
    await caughtUp();
    const old = await rowsIn('public');
    expect(old.filter(({ subject }) => subject !== 'only in the old one')).toEqual(await truth());
    expect(old).toHaveLength((await truth()).length + 1);
  });

  it('is not noticed by readers with prepared statements, nor by writers of the log: no error, no lost or double event', async () => {
    await rebuild.build();
    const reading = { go: true, answers: 0 };
    const readers = Array.from({ length: 4 }, async () => {
      const client = new Client(database.url);
      await client.connect();
      let before = 0;
      while (reading.go) {
        const { rows } = await client.query<{ events: string }>({
          name: 'tally-sum',
          text: 'SELECT sum(events) AS events FROM tallies',
        });
        const now = Number(rows[0]?.events);
        if (now < before) throw new Error(`${now} events after ${before}`);
        before = now;
        reading.answers += 1;
      }
      await client.end();
    });
    const writing = append(...Array.from({ length: 150 }, (_, index) => `subject-${index % 11}`));
    await rebuild.switch();
    for (let turn = 0; turn < 4; turn++) await rebuild.switchBack();
    await writing;
    await caughtUp();
    reading.go = false;
    await Promise.all(readers);

    expect(reading.answers).toBeGreaterThan(5);
    expect(troubles).toEqual([]);
    expect(await rowsIn('public')).toEqual(await truth());
  });

  it('takes in what came meanwhile before it holds anybody up, and then reads no more than came since', async () => {
    await rebuild.build();
    const reader = counted(rebuilderLog);
    await append(...Array.from({ length: 40 }, (_, index) => `subject-${index % 3}`));
    await caughtUp();
    const readWhenHolding: number[] = [];
    const holding = Object.assign(Object.create(owner) as Client, {
      query: new Proxy(owner.query.bind(owner), {
        apply(query, self, args: [unknown]) {
          if (String(args[0]).includes('lock_timeout')) readWhenHolding.push(reader.given);
          return Reflect.apply(query, self, args) as unknown;
        },
      }),
    });
    await new Rebuild({ owner: holding, rebuilder }, reader, tallies).switch();
    expect(readWhenHolding).toEqual([40]);
    expect(reader.given).toBe(40);
    expect(await rowsIn('public')).toEqual(await truth());
  });

  it('waits for a reader who is in the way, without holding up those behind', async () => {
    await rebuild.build();
    const slow = new Client(database.url);
    await slow.connect();
    await slow.query('BEGIN; SELECT * FROM tallies');
    const switching = rebuild.switch();
    await pool.query('SELECT * FROM tallies');
    setTimeout(() => void slow.query('COMMIT').then(() => slow.end()), 600);
    expect((await switching).attempts).toBeGreaterThan(1);
  });

  it('needs something to switch to, and refuses to build over what is kept', async () => {
    await expect(rebuild.switch()).rejects.toMatchObject({ code: 'nothing-built' });
    await expect(rebuild.switchBack()).rejects.toMatchObject({ code: 'nothing-replaced' });
    await expect(rebuild.differences()).rejects.toMatchObject({ code: 'nothing-built' });
    await expect(rebuild.drop()).rejects.toMatchObject({ code: 'nothing-built' });
    await rebuild.build();
    await expect(rebuild.switchBack()).rejects.toMatchObject({ code: 'nothing-replaced' });
    await rebuild.switch();
    await expect(rebuild.switch()).rejects.toMatchObject({ code: 'nothing-built' });
    await expect(rebuild.build()).rejects.toMatchObject({ code: 'replaced-one-is-kept' });
    await rebuild.drop();
    await rebuild.build();
  });
});

describe('a subject that stands still in the live one', () => {
  const stopped = async () => {
    const { rows } = await owner.query<{ subject_id: string }>('SELECT subject_id FROM projection_stopped_subjects');
    return rows.map(({ subject_id }) => subject_id);
  };
  const aStops = async () => {
    poison.add(await append('a'));
    await append('a', 'b');
    await caughtUp();
    expect(await stopped()).toEqual(['a']);
  };

  it('stands still in the rebuilt one too, and goes on after the switch, exactly once', async () => {
    await aStops();
    await rebuild.build();
    await append('a', 'c');
    await rebuild.switch();
    expect(await stopped()).toEqual(['a']);
    await runners?.stop();
    poison.clear();
    run();
    await append('a');
    await caughtUp();
    await comesTrue(async () => (await stopped()).length === 0);
    expect(await rowsIn('public')).toEqual(await truth());
  });

  it('that went on meanwhile gets in the rebuilt one what it lacked', async () => {
    await aStops();
    await rebuild.build();
    await append('a', 'd');
    await caughtUp();
    await runners?.stop();
    poison.clear();
    run();
    await comesTrue(async () => (await stopped()).length === 0);
    await rebuild.switch();
    expect(await rowsIn('public')).toEqual(await truth());
    await caughtUp();
    await rebuild.switchBack();
    expect(await rowsIn('public')).toEqual(await truth());
  });
});

describe('whoever rebuilds reaches nothing but the log and the tables beside: the database refuses', () => {
  it.each([
    ['to queue a push', `INSERT INTO pushes SELECT * FROM pushes`],
    ['to see a push', `SELECT * FROM pushes`],
    ['to change a push', `UPDATE pushes SET status = 'delivered'`],
    [
      'to record an attempt',
      `INSERT INTO push_attempts (push_id, attempt, took_ms, outcome, detail) VALUES (gen_random_uuid(), 1, 1, 'failed', '{}')`,
    ],
    ['to add to the log', `INSERT INTO ledger_events SELECT * FROM ledger_events`],
    [
      'to append to the log',
      `SELECT append_one_event('s', 0, gen_random_uuid(), 'T', 1, NULL, '2026-04-01', 'n', 'u', 'c', 'r', NULL, gen_random_uuid(), NULL, 'q', '\\x7b7d')`,
    ],
    [
      'to write to a live read model',
      `INSERT INTO public.credit_dossiers_2 VALUES ('x', 'x', 1, gen_random_uuid(), '{}')`,
    ],
    ['to write to a live read model that was rebuilt once', `DELETE FROM public.tallies`],
    ['to move a checkpoint', `UPDATE projection_checkpoints SET position = 0`],
    ['to let a subject go on', `DELETE FROM projection_stopped_subjects`],
    ['to make a table', `CREATE TABLE beside.mine (x integer)`],
    ['to see a key', `SELECT * FROM api_keys`],
  ])('%s', async (_, statement) => {
    await rebuild.build();
    await rebuild.switch();
    await expect(rebuilder.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('and its log has no way to append', () => {
    expect(Object.keys(readerOf(log)).sort()).toEqual(['head', 'onAppended', 'readAll']);
  });
});
