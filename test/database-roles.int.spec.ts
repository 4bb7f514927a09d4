import { WORKING_ROLES, type WorkingRole, workingUrl } from '@app/ledger-database';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from './support/test-database';

/** What each role may do with a table: r read, a add, w change (columns in brackets), d delete. Not named: nothing. */
const readModel = { ledger_api: 'r', ledger_worker: 'rawd', ledger_checker: 'r' };
const seal = { ledger_api: 'r', ledger_worker: 'r', ledger_checker: 'r' };
const destroyed = 'ra+w(destroyed_at destroyed_by destroyed_by_event destroyed_for wrapped_key)';
const rights: Readonly<Record<string, Partial<Record<WorkingRole, string>>>> = {
  access_records: { ledger_api: 'ra' },
  api_keys: { ledger_api: 'r+w(revoked_at)', ledger_worker: 'r', ledger_checker: 'r' },
  blacklist_listings_2: readModel,
  body_rests: readModel,
  credit_calendar: readModel,
  credit_dossiers_2: readModel,
  credit_papers: readModel,
  credit_repairs: readModel,
  discrepancies: readModel,
  due_work: readModel,
  due_work_rounds: { ...readModel, ledger_worker: 'raw' },
  due_work_tries: readModel,
  ledger_events: { ledger_api: 'r', ledger_worker: 'r', ledger_sealer: 'r', ledger_checker: 'r' },
  ledger_events_0: {},
  ledger_events_1: {},
  ledger_migrations: { ledger_api: 'r', ledger_worker: 'r', ledger_sealer: 'r', ledger_checker: 'r' },
  personal_master_keys: { ledger_api: 'ra', ledger_worker: 'ra', ledger_checker: 'r' },
  person_keys: { ledger_api: destroyed, ledger_worker: destroyed, ledger_checker: 'r' },
  projection_checkpoints: { ...readModel, ledger_worker: 'raw' },
  projection_differences: { ledger_api: 'r', ledger_worker: 'r', ledger_checker: 'rad' },
  projection_equality_checks: { ledger_api: 'r', ledger_worker: 'r', ledger_checker: 'ra' },
  projection_held_events: readModel,
  projection_rebuilds: { ledger_api: 'r', ledger_worker: 'r', ledger_checker: 'r' },
  projection_stopped_subjects: readModel,
  push_attempts: { ...readModel, ledger_worker: 'ra' },
  push_deadlines: readModel,
  pushes: { ...readModel, ledger_worker: 'raw' },
  reconciliations: readModel,
  seal_checkpoints: { ...seal, ledger_sealer: 'ra' },
  seal_keys: { ...seal, ledger_sealer: 'ra' },
  schema_generation: { ledger_api: 'r', ledger_worker: 'r', ledger_sealer: 'r', ledger_checker: 'r' },
  seal_state: { ...seal, ledger_sealer: 'rw' },
  seal_tiles: { ...seal, ledger_sealer: 'raw' },
  subject_history_5: readModel,
};

let database: TestDatabase;
let owner: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Client(database.ownerUrl);
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

it.each(WORKING_ROLES)('%s may do what is said here, and nothing else', async (role) => {
  const { rows } = await owner.query<{ name: string; may: string }>(
    `SELECT relname AS name,
            concat(CASE WHEN has_table_privilege($1, c.oid, 'SELECT') THEN 'r' END,
                   CASE WHEN has_table_privilege($1, c.oid, 'INSERT') THEN 'a' END,
                   CASE WHEN has_table_privilege($1, c.oid, 'UPDATE') THEN 'w' END,
                   CASE WHEN has_table_privilege($1, c.oid, 'DELETE') THEN 'd' END,
                   CASE WHEN has_table_privilege($1, c.oid, 'TRUNCATE, REFERENCES, TRIGGER') THEN '!' END,
                   (SELECT format('+w(%s)', string_agg(attname, ' ' ORDER BY attname)) FROM pg_attribute a
                    WHERE attrelid = c.oid AND attnum > 0 AND NOT has_table_privilege($1, c.oid, 'UPDATE')
                      AND has_column_privilege($1, c.oid, attnum, 'UPDATE') HAVING count(*) > 0)) AS may
     FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'f', 'm')`,
    [role],
  );
  const found = rows.filter(({ may }) => may !== '').map(({ name, may }) => [name, may]);
  const meant = Object.entries(rights).flatMap(([name, by]) => (by[role] === undefined ? [] : [[name, by[role]]]));
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(meant));
});

it('has every table of the schema in it', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
  );
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(rights).sort());
});

it.each<[WorkingRole, string]>([
  ['ledger_api', `INSERT INTO credit_dossiers_2 SELECT * FROM credit_dossiers_2`],
  ['ledger_api', `UPDATE seal_state SET tree_size = 0`],
  ['ledger_worker', `INSERT INTO seal_checkpoints VALUES (1, 'x', now(), 'x')`],
  [
    'ledger_worker',
    `INSERT INTO projection_equality_checks VALUES ('p', 't', '2099-01-01', now(), 1, 1, 1, 'h', 'h', 1)`,
  ],
  ['ledger_worker', 'DELETE FROM projection_differences'],
  [
    'ledger_sealer',
    `SELECT append_one_event('s', 0, gen_random_uuid(), 'T', 1, NULL, current_date, '', '', '', '', NULL,
                     gen_random_uuid(), NULL, '', '')`,
  ],
  ['ledger_checker', 'DELETE FROM credit_dossiers_2'],
  ['ledger_checker', 'SET ROLE ledger_app'],
])('%s is refused: %s', async (role, statement) => {
  // As a login that is a member of this role alone: SET ROLE takes away nothing that the session's user could take back.
  const login = `only_${role}`;
  await owner.query(
    `DROP ROLE IF EXISTS ${login}; CREATE ROLE ${login} LOGIN PASSWORD 'only-for-tests' IN ROLE ${role}`,
  );
  const url = Object.assign(new URL(database.ownerUrl), { username: login, password: 'only-for-tests' }).href;
  const client = new Client(workingUrl(url, role));
  await client.connect();
  try {
    await expect(client.query(statement)).rejects.toThrow('permission denied');
  } finally {
    await client.end();
    await owner.query(`DROP ROLE ${login}`);
  }
});
