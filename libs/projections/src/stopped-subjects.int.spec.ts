import { PostgresEventLog } from '@app/event-store/postgres';
import { Pool } from 'pg';
import { comesTrue } from '../../../test/support/eventually';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { anEvent, aStream } from '../../event-store/src/event-log.contract';
import type { SubjectStopped } from './apply-apart';
import type { EventReader, Projection } from './projection';
import { ProjectionRunners, type ProjectionTrouble } from './projection-runners';
import type { Resumed } from './resume';

let database: TestDatabase;
let log: PostgresEventLog;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  const owner = new Pool({ connectionString: database.ownerUrl });
  // One row per event that was applied, in the order of applying, with nothing to hide that it was applied twice.
  await owner.query(`CREATE TABLE applied (projection text, no bigint GENERATED ALWAYS AS IDENTITY, position bigint,
                       CONSTRAINT no_poison CHECK (position > 0))`);
  await owner.query('GRANT SELECT, INSERT ON applied TO ledger_app');
  await owner.end();
  pool = new Pool({ connectionString: database.url });
  pool.on('error', () => undefined); // connections are cut here; the query under way fails
  log = new PostgresEventLog({ url: database.url });
});
afterAll(async () => {
  await Promise.all([log.close(), pool.end()]);
  await database.drop();
});

let running: ProjectionRunners[] = [];
const stopAll = async () => {
  await Promise.all(running.map((runner) => runner.stop()));
  running = [];
};
afterEach(stopAll);

/** What `apply` does with a poisoned event: our own code throws, or the database refuses the row. */
type Refusal = 'code throws' | 'database refuses';

/** A projection of this spec that cannot take the events at some positions, as long as they are in `poison`. */
const projectionOf = (name: string, poison: ReadonlySet<number>, refusal: Refusal = 'code throws'): Projection => ({
  name,
  tables: [{ name: 'applied' }],
  async apply(client, events) {
    const bad = events.find(({ position }) => poison.has(position));
    if (bad && refusal === 'code throws') throw new TypeError(`cannot read ${bad.position}`);
    const positions = events.map(({ position }) => (poison.has(position) ? -position : position));
    await client.query('INSERT INTO applied (projection, position) SELECT $1, unnest($2::bigint[])', [name, positions]);
  },
});

function run(projection: Projection, options: { batchSize?: number; resumeEveryMs?: number; log?: EventReader } = {}) {
  const heard = { stopped: [] as SubjectStopped[], resumed: [] as Resumed[], troubles: [] as ProjectionTrouble[] };
  const runner = new ProjectionRunners({
    pool,
    log,
    projections: [projection],
    onTrouble: (trouble) => heard.troubles.push(trouble),
    onSubjectStopped: (_, stopped) => heard.stopped.push(stopped),
    onResumed: (_, resumed) => heard.resumed.push(resumed),
    pollMs: 10,
    ...options,
  });
  runner.start();
  running.push(runner);
  return heard;
}

/** Appends one event about each of these subjects, in this order; their positions. */
async function append(...subjects: (string | null)[]): Promise<number[]> {
  const positions: number[] = [];
  for (const subjectId of subjects) {
    const { position } = await log.append(aStream(), 'no-stream', [{ ...anEvent(), subjectId }]);
    positions.push(position);
  }
  return positions;
}

/** Starts from here: what earlier tests appended is no concern of this projection. */
async function startingAtHead(name: string): Promise<number> {
  const head = await log.head();
  await pool.query('INSERT INTO projection_checkpoints (name, position) VALUES ($1, $2)', [name, head]);
  return head;
}

async function reaches(name: string, position: number): Promise<void> {
  await comesTrue(async () => (await positionOf(name)) >= position);
}
async function positionOf(name: string): Promise<number> {
  const { rows } = await pool.query<{ position: string }>(
    'SELECT position FROM projection_checkpoints WHERE name = $1',
    [name],
  );
  return Number(rows[0]?.position ?? 0);
}
async function applied(name: string): Promise<number[]> {
  const { rows } = await pool.query<{ position: string }>(
    'SELECT position FROM applied WHERE projection = $1 ORDER BY no',
    [name],
  );
  return rows.map(({ position }) => Number(position));
}
async function stoppedIn(name: string) {
  const { rows } = await pool.query<{ subject_id: string; position: string; reason: string; held: string[] }>(
    `SELECT subject_id, position, reason, ARRAY(SELECT h.position FROM projection_held_events h
       WHERE h.projection = s.projection AND h.subject_id = s.subject_id ORDER BY h.position) AS held
     FROM projection_stopped_subjects s WHERE projection = $1 ORDER BY subject_id`,
    [name],
  );
  return rows.map((row) => ({ ...row, position: Number(row.position), held: row.held.map(Number) }));
}

describe.each<Refusal>(['code throws', 'database refuses'])('an event at fault, when the %s', (refusal) => {
  it('stops its subject alone: the others and the checkpoint go on, its later events are held', async () => {
    const name = `alone, ${refusal}`;
    await startingAtHead(name);
    const [a1 = 0, b1, a2 = 0, b2, nobody, a3 = 0, c1] = await append('a', 'b', 'a', 'b', null, 'a', 'c');
    const heard = run(projectionOf(name, new Set([a2]), refusal));
    await reaches(name, await log.head());

    expect(await applied(name)).toEqual([a1, b1, b2, nobody, c1]);
    expect(await stoppedIn(name)).toMatchObject([{ subject_id: 'a', position: a2, held: [a2, a3] }]);
    expect(heard.stopped).toMatchObject([{ subjectId: 'a', position: a2 }]);
    expect(heard.troubles).toEqual([]);

    const [a4 = 0, b3] = await append('a', 'b');
    await reaches(name, await log.head());
    expect((await applied(name)).at(-1)).toBe(b3);
    expect(await stoppedIn(name)).toMatchObject([{ held: [a2, a3, a4] }]);
    expect(heard.stopped).toHaveLength(1);
  });
});

describe('a stopped subject', () => {
  /** One subject with three events, the first at fault and two held since, between events of another. */
  async function aStoppedSubject(name: string) {
    await startingAtHead(name);
    const [a1 = 0, b1 = 0, a2 = 0, b2 = 0, a3 = 0] = await append('a', 'b', 'a', 'b', 'a');
    const poison = new Set([a1]);
    const projection = projectionOf(name, poison);
    const heard = run(projection, { batchSize: 2 });
    await reaches(name, a3);
    return { poison, projection, heard, a: [a1, a2, a3], b: [b1, b2] };
  }

  it('goes on at the start of a process that can apply its event: in order, exactly once', async () => {
    const { poison, projection, a, b } = await aStoppedSubject('restarted');
    await stopAll();
    poison.clear();
    const heard = run(projection);
    await comesTrue(() => heard.resumed.length > 0);

    expect(heard.resumed).toEqual([{ outcome: 'resumed', subjectId: 'a', events: 3 }]);
    expect(await applied('restarted')).toEqual([...b, ...a]);
    expect(await stoppedIn('restarted')).toEqual([]);

    const [a4 = 0] = await append('a');
    await reaches('restarted', a4);
    expect(await applied('restarted')).toEqual([...b, ...a, a4]);
  });

  it('goes on when somebody asks for it, while the projection runs', async () => {
    const { poison, heard, a, b } = await aStoppedSubject('asked');
    poison.clear();
    await pool.query('UPDATE projection_stopped_subjects SET resume_asked_at = now() WHERE projection = $1', ['asked']);
    await comesTrue(() => heard.resumed.length > 0);
    expect(await applied('asked')).toEqual([...b, ...a]);
  });

  it('that is still at fault stays stopped, nothing of it is applied, and the reason is the new one', async () => {
    const { poison, heard, a, b } = await aStoppedSubject('again');
    poison.clear();
    poison.add(a[2] ?? 0);
    await pool.query('UPDATE projection_stopped_subjects SET resume_asked_at = now() WHERE projection = $1', ['again']);
    await comesTrue(() => heard.resumed.length > 0);

    expect(heard.resumed).toMatchObject([{ outcome: 'stopped-again', subjectId: 'a', position: a[0] }]);
    expect(await applied('again')).toEqual(b);
    expect(await stoppedIn('again')).toMatchObject([{ held: a, reason: `cannot read ${a[2] ?? 0}` }]);
  });

  it('is tried again after a while by itself', async () => {
    const { poison, projection, a, b } = await aStoppedSubject('by itself');
    await stopAll();
    const heard = run(projection, { resumeEveryMs: 20 });
    await comesTrue(() => heard.resumed.length > 1);
    poison.clear();
    await comesTrue(() => heard.resumed.some(({ outcome }) => outcome === 'resumed'));
    expect(await applied('by itself')).toEqual([...b, ...a]);
  });

  it('goes on once, however many processes try, and while new events of it keep coming', async () => {
    const { poison, projection, a, b } = await aStoppedSubject('many');
    await stopAll();
    poison.clear();
    const appending = append('a', 'a', 'a', 'a');
    for (let process = 0; process < 3; process++) run(projection, { batchSize: 2 });
    const more = await appending;
    await reaches('many', more.at(-1) ?? 0);
    await comesTrue(async () => (await stoppedIn('many')).length === 0);

    const order = await applied('many');
    expect(order.filter((position) => !b.includes(position))).toEqual([...a, ...more]);
  });

  it('is not lost when the connection is cut between its events and the commit, nor applied twice', async () => {
    const { poison, projection, a, b } = await aStoppedSubject('cut');
    await stopAll();
    poison.clear();
    let cuts = 0;
    const cutting: Projection = {
      ...projection,
      async apply(client, events) {
        await projection.apply(client, events);
        cuts += 1;
        if (cuts === 1) await client.query('SELECT pg_terminate_backend(pg_backend_pid())');
      },
    };
    const heard = run(cutting);
    await comesTrue(() => heard.resumed.length > 0);
    expect(heard.troubles).toHaveLength(1);
    expect(await applied('cut')).toEqual([...b, ...a]);
  });
});

describe('on an engine whose positions have gaps, and which reads only from where an event begins', () => {
  const gap = 1_000;
  const sparse: EventReader = {
    readAll: async ({ after, limit }) => {
      if (after % gap !== 0) throw new Error(`no event begins at ${after}`);
      const events = await log.readAll({ after: after / gap, limit });
      return events.map((event) => ({ ...event, position: event.position * gap }));
    },
    head: async () => (await log.head()) * gap,
    onAppended: (listener) => log.onAppended(listener),
  };

  it('a stopped subject goes on all the same', async () => {
    await pool.query(`INSERT INTO projection_checkpoints (name, position) VALUES ('sparse', $1)`, [
      (await log.head()) * gap,
    ]);
    const [a1 = 0, b1 = 0, a2 = 0] = (await append('a', 'b', 'a')).map((position) => position * gap);
    const poison = new Set([a1]);
    const projection = projectionOf('sparse', poison);
    run(projection, { batchSize: 2, log: sparse });
    await reaches('sparse', a2);
    expect(await stoppedIn('sparse')).toMatchObject([{ held: [a1, a2] }]);
    await stopAll();
    poison.clear();
    const heard = run(projection, { log: sparse });
    await comesTrue(() => heard.resumed.length > 0);
    expect(await applied('sparse')).toEqual([b1, a1, a2]);
  });
});

describe('the whole projection stops, as before', () => {
  it('for an event at fault that is about nobody', async () => {
    const before = await startingAtHead('nobody');
    const [, nobody = 0] = await append('a', null, 'b');
    const heard = run(projectionOf('nobody', new Set([nobody])));
    await comesTrue(() => heard.troubles.length > 1);
    expect(await positionOf('nobody')).toBe(before);
    expect(await applied('nobody')).toEqual([]);
    expect(await stoppedIn('nobody')).toEqual([]);
  });

  it('when so many subjects would stop that the code must be at fault', async () => {
    const before = await startingAtHead('everybody');
    const all = await append(...Array.from({ length: 21 }, (_, index) => `subject-${index}`));
    const heard = run(projectionOf('everybody', new Set(all)));
    await comesTrue(() => heard.troubles.length > 0);
    expect(heard.troubles[0]?.error.name).toBe('TooManySubjectsStopped');
    expect(await positionOf('everybody')).toBe(before);
    expect(await stoppedIn('everybody')).toEqual([]);
  });
});
