import type { ClientBase, Pool } from 'pg';

/** What is read when the ledger is verified, beside the tables of the read models. */
const ofTheLedger = [
  'ledger_events',
  'seal_state',
  'seal_tiles',
  'seal_checkpoints',
  'seal_keys',
  'projection_checkpoints',
  'projection_stopped_subjects',
  'api_keys',
  'person_keys',
];

/**
 * The names, of these and of those that every verification reads, behind which no plain table stands: a view, a foreign table, one
 * with rules or row security, one of another schema, or none. Each of them could answer a verifier otherwise than others.
 */
export async function tablesNotPlain(connection: Pool | ClientBase, names: readonly string[]): Promise<string[]> {
  const { rows } = await connection.query<{ name: string }>(
    `WITH named AS (SELECT DISTINCT name, to_regclass(name) AS oid FROM unnest($1::text[]) AS name),
          read AS (SELECT name, oid FROM named
                   UNION ALL SELECT name, inhrelid FROM named JOIN pg_inherits ON inhparent = named.oid)
     SELECT DISTINCT name FROM read LEFT JOIN pg_class c ON c.oid = read.oid
     WHERE c.oid IS NULL OR c.relkind NOT IN ('r', 'p') OR c.relrowsecurity OR c.relhasrules
        OR c.relnamespace <> 'public'::regnamespace
     ORDER BY name`,
    [[...ofTheLedger, ...names]],
  );
  return rows.map(({ name }) => name);
}
