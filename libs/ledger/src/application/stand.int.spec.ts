import { Pool } from 'pg';
import { agreeingClocks } from '../../../../test/support/clocks';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { Stands } from './stand';

let database: TestDatabase;
let pool: Pool;
let owner: Pool;
let stands: Stands;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  pool = new Pool({ connectionString: database.url });
  stands = new Stands(pool, 15_000, agreeingClocks);
  await owner.query(`
    INSERT INTO projection_checkpoints (name, position, caught_up_at, stopped_by) VALUES
      ('fresh-1', 9, now(), NULL),
      ('ahead-1', 7, now() + interval '1 day', NULL),
      ('late-1', 7, now() - interval '20 seconds', NULL),
      ('new-1', 3, DEFAULT, NULL),
      ('outbox-one-1', 9, now(), NULL),
      ('outbox-two-1', 8, now() - interval '20 seconds', 'bad event');
    INSERT INTO projection_stopped_subjects (projection, subject_id, position, reason) VALUES
      ('fresh-1', 'a', 5, ''), ('fresh-1', 'b', 4, ''), ('outbox-one-1', 'a', 7, ''), ('outbox-two-1', 'a', 6, '')`);
});
afterAll(async () => {
  await Promise.all([pool.end(), owner.end()]);
  await database.drop();
});

const numbers = { text: 'SELECT n, n * $3::integer AS times FROM generate_series(5, 1, -1) AS n', values: [2] };

describe('the stand of a read model', () => {
  it('says how far it came and how old it is, by the clock of the database', async () => {
    const stand = await stands.of('late-1', []);
    expect(stand).toMatchObject({ position: 7, staleAfterMs: 15_000, stoppedBy: null, stopped: new Map() });
    expect(stand.caughtUpAt).toBeInstanceOf(Date);
    expect(stand.ageMs).toBeGreaterThanOrEqual(20_000);
  });

  it('of one that caught up by a clock that was ahead has no age: it may be as old as can be', async () => {
    expect(await stands.of('ahead-1')).toMatchObject({ ageMs: Infinity });
  });

  it.each(['new-1', 'nowhere'])('of one that never caught up has no age: %s', async (readModel) => {
    expect(await stands.of(readModel)).toMatchObject({ caughtUpAt: null, ageMs: Infinity });
  });

  it('names the stopped subjects that are asked about, or all, and from where on they are incomplete', async () => {
    const stopped = async (about?: readonly string[]) => [...(await stands.of('fresh-1', about)).stopped];
    expect(await stopped(['a', 'c'])).toEqual([['a', 5]]);
    expect(await stopped([])).toEqual([]);
    expect(await stopped()).toEqual([
      ['b', 4],
      ['a', 5],
    ]);
  });

  it('of several is that of the last of them', async () => {
    const stand = await stands.of('outbox-%');
    expect(stand).toMatchObject({ position: 8, stoppedBy: 'bad event', stopped: new Map([['a', 6]]) });
    expect(stand.ageMs).toBeGreaterThanOrEqual(20_000);
  });

  it('of none of several is that of one that never ran', async () => {
    expect(await stands.of('inbox-%')).toMatchObject({ position: 0, ageMs: Infinity });
  });
});

describe('what is read with it', () => {
  it('comes in its own order, without the stand', async () => {
    const { rows, stand } = await stands.with<{ n: number; times: number }>('fresh-1', [], numbers);
    expect(rows).toEqual([5, 4, 3, 2, 1].map((n) => ({ n, times: 2 * n })));
    expect(stand.position).toBe(9);
  });

  it('may be nothing, and comes with the stand all the same', async () => {
    const nothing = { text: 'SELECT 1 AS n WHERE $3::integer = 0', values: [1] };
    expect(await stands.with('fresh-1', ['a'], nothing)).toMatchObject({ rows: [], stand: { position: 9 } });
  });

  it('comes also from a read model that never ran', async () => {
    expect((await stands.with('nowhere', undefined, numbers)).rows).toHaveLength(5);
  });
});
