import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { migrate } from './migrate';
import { TheLedgerRuns1700000000001 } from './migrations/0001-the-ledger-runs';

/** A database as the first release left it, with what it had recorded. */
const firstRelease = {
  name: 'first_release_template',
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
       FROM generate_series(1, 1000) AS n`,
    );
    await owner.destroy();
  },
};

describe('migrating a database of the first release', () => {
  let database: TestDatabase;
  let owner: Client;
  const fingerprint = async () => {
    const { rows } = await owner.query<{ rows: string; hash: string }>(
      `SELECT count(*) AS rows, md5(string_agg(e::text, ',' ORDER BY position)) AS hash FROM ledger_events e`,
    );
    return rows[0];
  };
  beforeAll(async () => {
    database = await createTestDatabase(firstRelease);
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
      `SELECT append_one_event('penaltyDecision-1001', 0, gen_random_uuid(), 'PenaltyDecisionRecorded', 1, NULL, '2026-04-01', '王',
         '支队', '1113', 'officer', gen_random_uuid(), NULL, 'request', '\\x7b7d') AS written`,
    );
    expect(rows[0]?.written[0]).toBe('1001');
  });

  it('may be said again', async () => {
    const before = await fingerprint();
    await migrate(database.ownerUrl);
    expect(await fingerprint()).toEqual(before);
  });
});
