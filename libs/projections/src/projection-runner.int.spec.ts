import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventLog } from '@app/event-store/postgres';
import type { StoredEvent } from '@app/event-store';
import { Pool } from 'pg';
import { comesTrue } from '../../../test/support/eventually';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { anEvent, aStream } from '../../event-store/src/event-log.contract';
import type { Projection } from './projection';
import { ProjectionRunners, type ProjectionTrouble } from './projection-runners';
import { NotTheEventsFault } from './whose-fault';

let database: TestDatabase;
let log: PostgresEventLog;
let owner: Pool;
let pool: Pool;
const lost: Error[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  pool = new Pool({ connectionString: database.url });
  pool.on('error', (error) => lost.push(error));
  log = new PostgresEventLog({ url: database.url });
  // One row per event that was applied, with nothing to hide that it was applied twice.
  await owner.query('CREATE TABLE applied (projection text, position bigint)');
  await owner.query('GRANT SELECT, INSERT ON applied TO ledger_app');
});
afterAll(async () => {
  await Promise.all([log.close(), pool.end(), owner.end()]);
  await database.drop();
});

let running: ProjectionRunners[] = [];
afterEach(async () => {
  await Promise.all(running.map((runner) => runner.stop()));
  running = [];
});

type During = (events: readonly StoredEvent[], client: Parameters<Projection['apply']>[0]) => unknown;

/** A projection of this spec: writes down every position, then does what the test wants to happen before the commit. */
const projectionOf = (name: string, beforeCommit: During = () => undefined): Projection => ({
  name,
  tables: [{ name: 'applied' }],
  async apply(client, events) {
    const positions = events.map(({ position }) => position);
    await client.query('INSERT INTO applied SELECT $1, unnest($2::bigint[])', [name, positions]);
    await beforeCommit(events, client);
  },
});

function run(projection: Projection, batchSize = 1_000): ProjectionTrouble[] {
  const troubles: ProjectionTrouble[] = [];
  const onTrouble = (trouble: ProjectionTrouble) => troubles.push(trouble);
  const runner = new ProjectionRunners({ pool, log, projections: [projection], onTrouble, batchSize, pollMs: 10 });
  runner.start();
  running.push(runner);
  return troubles;
}

async function append(count: number): Promise<string> {
  const results = await Promise.all(
    Array.from({ length: count }, () => log.append(aStream(), 'no-stream', [anEvent()])),
  );
  return results.map(({ recordedAt }) => recordedAt).reduce((latest, one) => (one > latest ? one : latest));
}

async function checkpoint(name: string) {
  const { rows } = await pool.query<{ position: string; caught_up_at: Date | number; stopped_by: string | null }>(
    'SELECT position, caught_up_at, stopped_by FROM projection_checkpoints WHERE name = $1',
    [name],
  );
  const row = rows[0];
  return row && { position: Number(row.position), caughtUpAt: row.caught_up_at, stoppedBy: row.stopped_by };
}

async function applied(name: string): Promise<number[]> {
  const { rows } = await pool.query<{ position: string }>(
    'SELECT position FROM applied WHERE projection = $1 ORDER BY position',
    [name],
  );
  return rows.map(({ position }) => Number(position));
}

/** Every position of the log, once. */
const everyPosition = async () => Array.from({ length: await log.head() }, (_, index) => index + 1);

const reaches = (name: string, position: number) =>
  comesTrue(async () => (await checkpoint(name))?.position === position);

describe('each event is applied exactly once', () => {
  it('when applying fails again and again between the rows and the commit', async () => {
    await append(60);
    let attempts = 0;
    const projection = projectionOf('throwing', () => {
      attempts += 1;
      if (attempts % 3 !== 0) throw new NotTheEventsFault(`attempt ${attempts}`);
    });
    const troubles = run(projection, 7);
    await reaches('throwing', await log.head());

    expect(await applied('throwing')).toEqual(await everyPosition());
    expect(troubles.length).toBeGreaterThanOrEqual(2 * Math.ceil(60 / 7));
  });

  it('when the connection is cut between the rows and the commit', async () => {
    await append(30);
    let cuts = 0;
    const projection = projectionOf('cut', async (_, client) => {
      cuts += 1;
      if (cuts <= 3) await client.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    const troubles = run(projection, 10);
    await reaches('cut', await log.head());

    expect(await applied('cut')).toEqual(await everyPosition());
    expect(troubles.length).toBeGreaterThanOrEqual(3);
  });

  it('when the connection is cut while nobody is using it, in the middle of a batch', async () => {
    await append(30);
    let cuts = 0;
    const projection = projectionOf('cut-idle', async (_, client) => {
      cuts += 1;
      if (cuts > 1) return;
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await owner.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await sleep(50);
    });
    run(projection, 10);
    await reaches('cut-idle', await log.head());

    expect(await applied('cut-idle')).toEqual(await everyPosition());
  });

  it('when two runners work on it, while events keep coming', async () => {
    const both = [projectionOf('shared'), projectionOf('shared')];
    const troubles = both.flatMap((projection) => run(projection, 5));
    for (let batch = 0; batch < 10; batch++) await append(20);
    await reaches('shared', await log.head());

    expect(await applied('shared')).toEqual(await everyPosition());
    expect(troubles).toEqual([]);
  });

  it('when it is stopped in the middle of a batch and started again', async () => {
    await append(30);
    let begun = 0;
    const slow = projectionOf('restarted', async () => {
      begun += 1;
      await sleep(20);
    });
    run(slow, 10);
    await comesTrue(() => Promise.resolve(begun > 0));
    await Promise.all(running.map((runner) => runner.stop()));
    const reached = (await checkpoint('restarted'))?.position ?? 0;
    expect(await applied('restarted')).toHaveLength(reached);

    run(slow, 1_000);
    await reaches('restarted', await log.head());
    expect(await applied('restarted')).toEqual(await everyPosition());
  });
});

describe("an error that is no event's fault", () => {
  const poisonedBy = (position: number, name: string) => {
    const patient = { poisoned: true };
    const projection = projectionOf(name, (events) => {
      if (patient.poisoned && events.some((event) => event.position === position)) {
        throw new NotTheEventsFault('not understood');
      }
    });
    return { patient, projection };
  };

  it('stops the projection, is reported and kept as the reason, nothing is skipped, and mended it goes on', async () => {
    await append(30);
    const head = await log.head();
    const { patient, projection } = poisonedBy(head - 4, 'poisoned');
    const troubles = run(projection, 10);
    await comesTrue(async () => (await checkpoint('poisoned'))?.stoppedBy === 'not understood');

    const before = Math.floor((head - 5) / 10) * 10;
    expect(await checkpoint('poisoned')).toMatchObject({ position: before, stoppedBy: 'not understood' });
    expect(await applied('poisoned')).toHaveLength(before);
    expect(troubles[0]).toEqual({
      projection: 'poisoned',
      after: before,
      error: new NotTheEventsFault('not understood'),
    });

    await append(3);
    await comesTrue(() => Promise.resolve(troubles.length >= 3));
    expect(await checkpoint('poisoned')).toMatchObject({ position: before, stoppedBy: 'not understood' });
    expect(await applied('poisoned')).toHaveLength(before);

    patient.poisoned = false;
    await reaches('poisoned', await log.head());
    expect(await checkpoint('poisoned')).toMatchObject({ stoppedBy: null });
    expect(await applied('poisoned')).toEqual(await everyPosition());
  });

  it('is kept as the reason also when it stands in the very first batch', async () => {
    await append(1);
    const { projection } = poisonedBy(1, 'poisoned-from-the-start');
    const troubles = run(projection);
    await comesTrue(() => Promise.resolve(troubles.length > 0));

    expect(await checkpoint('poisoned-from-the-start')).toMatchObject({ position: 0, stoppedBy: 'not understood' });
    expect(troubles[0]).toMatchObject({ after: 0 });
  });
});

describe('the time a projection has caught up', () => {
  it('is not claimed before it has read everything', async () => {
    await append(25);
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let batches = 0;
    const projection = projectionOf('gated', async () => {
      batches += 1;
      if (batches > 1) await gate;
    });
    run(projection, 10);
    await reaches('gated', 10);
    expect((await checkpoint('gated'))?.caughtUpAt).toBe(-Infinity);

    open();
    await reaches('gated', await log.head());
    await comesTrue(async () => (await checkpoint('gated'))?.caughtUpAt instanceof Date);
  });

  it('does not move while the projection is stopped', async () => {
    let fail = false;
    const projection = projectionOf('halted', () => {
      if (fail) throw new NotTheEventsFault('halted');
    });
    run(projection);
    await reaches('halted', await log.head());
    fail = true;
    await append(1);
    await comesTrue(async () => (await checkpoint('halted'))?.stoppedBy === 'halted');
    const { caughtUpAt } = (await checkpoint('halted')) ?? {};
    await sleep(50);
    expect((await checkpoint('halted'))?.caughtUpAt).toEqual(caughtUpAt);
  });

  it('comes back to the present after the clock of the database was ahead', async () => {
    run(projectionOf('was-ahead'));
    await reaches('was-ahead', await log.head());
    await pool.query(
      `UPDATE projection_checkpoints SET caught_up_at = now() + interval '1 year' WHERE name = 'was-ahead'`,
    );
    await append(1);
    const caughtUpAt = async () => Number((await checkpoint('was-ahead'))?.caughtUpAt ?? Number.POSITIVE_INFINITY);
    await comesTrue(async () => (await caughtUpAt()) < Date.now() + 60_000);
    await reaches('was-ahead', await log.head());
    expect(await applied('was-ahead')).toHaveLength(await log.head());
  });

  it('moves on without new events, and never past an event that was written and is not applied', async () => {
    run(projectionOf('fresh'), 1_000);
    for (let round = 0; round < 20; round++) {
      const recordedAt = new Date(await append(3)).getTime();
      const head = await log.head();
      await comesTrue(async () => {
        const { caughtUpAt } = (await checkpoint('fresh')) ?? {};
        return caughtUpAt instanceof Date && caughtUpAt.getTime() > recordedAt + 1;
      });
      expect(await applied('fresh')).toHaveLength(head);
    }
  });
});
