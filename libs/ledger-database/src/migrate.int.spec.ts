import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { migrate } from './migrate';
import { TheLedgerRuns1700000000001 } from './migrations/0001-the-ledger-runs';

/** A database as the first release left it, with a thousand events from this position on. */
const firstReleaseFrom = (from: number) => ({
  name: `first_release_template_${from}`,
  fill: async (ownerUrl: string) => {
    const owner = new DataSource({
      type: 'postgres',
      url: ownerUrl,
      migrations: [TheLedgerRuns1700000000001],
      migrationsTableName: 'ledger_migrations',
    });
    await owner.initialize();
    await owner.runMigrations();
    await owner.query(
      `INSERT INTO ledger_events
       SELECT n, 'penaltyDecision-' || n, 0, gen_random_uuid(), 'PenaltyDecisionRecorded', 1, NULL, '2026-04-01',
              '2026-04-02 00:00:00.001Z', '王警官', '支队', '1113', 'officer', gen_random_uuid(), NULL, 'request', '\\x7b7d'
       FROM generate_series($1::bigint, $2::bigint) AS n`,
      [from, from + 999],
    );
    await owner.query(
      `INSERT INTO projection_checkpoints (name, position) VALUES ('credit-dossier-1', 1000), ('subject-history-1', 1000), ('open-hazards-1', 1000),
              ('listing-candidates-1', 1000)`,
    );
    await owner.destroy();
  },
});

describe.each([
  ['within the first partition', 1],
  ['beyond it', 12_000_000],
])('migrating a database of the first release whose log ends %s', (_, from) => {
  let database: TestDatabase;
  let owner: Client;
  const fingerprint = async () => {
    const { rows } = await owner.query<{ rows: string; hash: string }>(
      `SELECT count(*) AS rows, md5(string_agg((to_jsonb(e) - 'actor_key')::text, ',' ORDER BY position)) AS hash
       FROM ledger_events e WHERE to_jsonb(e) ->> 'actor_key' IS NULL`,
    );
    return rows[0];
  };
  beforeAll(async () => {
    database = await createTestDatabase(firstReleaseFrom(from));
    owner = new Client(database.ownerUrl);
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await database.drop();
  });

  it('keeps every row as it was, and lets the log go on', async () => {
    const before = await fingerprint();
    await migrate(database.ownerUrl);
    expect(await fingerprint()).toEqual(before);
    expect(before?.rows).toBe('1000');
    const { rows } = await owner.query<{ written: string[] }>(
      `SELECT append_one_event('penaltyDecision-next', 0, gen_random_uuid(), 'PenaltyDecisionRecorded', 1, NULL, '2026-04-01', '王',
         '支队', '1113', 'officer', '1a2b3c4d5e6f7081', gen_random_uuid(), NULL, 'request', '\\x7b7d') AS written`,
    );
    expect(rows[0]?.written[0]).toBe(String(from + 1000));
  });

  it('takes a read model that nobody fills any more away with its checkpoint, and leaves the others', async () => {
    await migrate(database.ownerUrl);
    const { rows } = await owner.query('SELECT name, position FROM projection_checkpoints');
    expect(rows).toEqual([{ name: 'listing-candidates-1', position: '1000' }]);
    const tables = await owner.query(
      `SELECT to_regclass(name) AS found FROM unnest(ARRAY['subject_history', 'subject_history_2', 'subject_history_3', 'subject_history_4',
         'open_hazards', 'blacklist_listings', 'credit_dossiers', 'subject_history_5', 'due_work', 'blacklist_listings_2',
         'credit_calendar']) AS name`,
    );
    const found = [
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      'subject_history_5',
      'due_work',
      'blacklist_listings_2',
      'credit_calendar',
    ];
    expect(tables.rows).toEqual(found.map((table) => ({ found: table })));
  });

  it('may be said again', async () => {
    const before = await fingerprint();
    await migrate(database.ownerUrl);
    expect(await fingerprint()).toEqual(before);
  });
});
