import type { ClientBase } from 'pg';

/**
 * An empty table beside the live one: same columns, defaults and checks; its indexes come when the rows are in. The role that fills
 * it may write to it, and read the live one to compare. Run by the owner, in a transaction.
 */
export async function createBeside(owner: ClientBase, table: string): Promise<void> {
  await owner.query(`
    DROP TABLE IF EXISTS beside.${table};
    CREATE TABLE beside.${table} (LIKE public.${table} INCLUDING ALL EXCLUDING INDEXES);
    GRANT SELECT ON public.${table} TO ledger_rebuild`);
  await grantToRebuild(owner, table);
}

export const grantToRebuild = (owner: ClientBase, table: string) =>
  owner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON beside.${table} TO ledger_rebuild`);

/** Keys, indexes and rights as the live table has them, and fresh statistics: the same plans from the first query on. */
export async function finishBeside(owner: ClientBase, table: string): Promise<void> {
  const { rows } = await owner.query<{ statement: string }>(
    `SELECT CASE WHEN c.conname IS NULL
              THEN replace(pg_get_indexdef(i.indexrelid), format(' ON public.%I ', $1::text), format(' ON beside.%I ', $1::text))
              ELSE format('ALTER TABLE beside.%I ADD CONSTRAINT %I %s', $1::text, c.conname, pg_get_constraintdef(c.oid))
            END AS statement
     FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x')
     WHERE i.indrelid = format('public.%I', $1::text)::regclass
     UNION ALL
     SELECT format('GRANT %s ON beside.%I TO %s', acl.privilege_type, $1::text,
                   CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END)
     FROM pg_class t, aclexplode(t.relacl) acl
     WHERE t.oid = format('public.%I', $1::text)::regclass AND acl.grantee <> t.relowner`,
    [table],
  );
  await owner.query([...rows.map(({ statement }) => statement), `ANALYZE beside.${table}`].join(';\n'));
}

/** Live and beside change places. Indexes, keys and rights go with their tables; the role that fills the one beside may not write to the live one. */
export async function swap(owner: ClientBase, table: string): Promise<void> {
  await owner.query(`
    ALTER TABLE public.${table} SET SCHEMA swapping;
    ALTER TABLE beside.${table} SET SCHEMA public;
    ALTER TABLE swapping.${table} SET SCHEMA beside;
    REVOKE INSERT, UPDATE, DELETE ON public.${table} FROM ledger_rebuild`);
  await grantToRebuild(owner, table);
}

export const dropBeside = (owner: ClientBase, table: string) => owner.query(`DROP TABLE IF EXISTS beside.${table}`);
