import { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { tablesNotPlain } from './plain-tables';

let database: TestDatabase;
let pool: Pool;
let owner: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
  owner = new Pool({ connectionString: database.ownerUrl });
});
afterAll(async () => {
  await Promise.all([pool.end(), owner.end()]);
  await database.drop();
});

const found = () => tablesNotPlain(pool, ['credit_dossiers_2']);

describe('the tables that a verification reads', () => {
  it('are plain', async () => {
    expect(await found()).toEqual([]);
  });

  it('are named when there is none', async () => {
    expect(await tablesNotPlain(pool, ['no_such_table'])).toEqual(['no_such_table']);
  });

  it.each([
    [
      'a view that looks who asks',
      `ALTER TABLE credit_dossiers_2 RENAME TO hidden; CREATE VIEW credit_dossiers_2 AS SELECT * FROM hidden
       WHERE current_setting('application_name') = 'ledger-verify'`,
      'DROP VIEW credit_dossiers_2; ALTER TABLE hidden RENAME TO credit_dossiers_2',
    ],
    [
      'row security',
      'ALTER TABLE credit_dossiers_2 ENABLE ROW LEVEL SECURITY',
      'ALTER TABLE credit_dossiers_2 DISABLE ROW LEVEL SECURITY',
    ],
    [
      'a rule',
      'CREATE RULE r AS ON INSERT TO credit_dossiers_2 DO INSTEAD NOTHING; ANALYZE credit_dossiers_2',
      'DROP RULE r ON credit_dossiers_2; VACUUM credit_dossiers_2',
    ],
  ])('are named when one is, or has, %s', async (_what, doIt, undo) => {
    for (const statement of doIt.split(';')) await owner.query(statement);
    expect(await found()).toEqual(['credit_dossiers_2']);
    for (const statement of undo.split(';')) await owner.query(statement);
    expect(await found()).toEqual([]);
  });
});
