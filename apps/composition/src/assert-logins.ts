import { type Ask, poolerSentence, whyNoLedgerHere, whyNotServed, WORKING_ROLES } from '@app/ledger-database';
import { WritableClient } from '@app/postgres-hosts';
import pg from 'pg';
import type { Logins } from './logins';

/**
 * Refuses to start with a login that could do what no serving process may: the owner of the schema or a superuser, a role that may
 * change the log. Refuses a database that does not suit, or whose schema is not for this build: a serving process could not mend that.
 *
 * @returns what is lost because one login serves several works, in sentences for the operator
 */
export async function assertLogins(logins: Logins): Promise<readonly string[]> {
  const urls = [...new Set(Object.values(logins))].filter((url): url is string => url !== undefined);
  const lost: string[] = [];
  for (const url of urls) lost.push(...(await lookAt(url)));
  return [...new Set(lost)];
}

async function lookAt(url: string): Promise<readonly string[]> {
  const client = new WritableClient(url);
  await connected(client);
  const ask: Ask = async <Row extends object>(text: string) => (await client.query<Row>(text)).rows;
  try {
    const unsuitable = await whyNoLedgerHere(ask);
    if (unsuitable !== undefined) throw new Error(unsuitable);
    await mustWorkInRole(client, url);
    const { rows } = await client.query<{ login: string; role: string; owns: boolean; others: string[] }>(
      `SELECT session_user AS login, current_user AS role, pg_has_role(session_user, relowner, 'MEMBER') AS owns,
              ARRAY(SELECT role FROM unnest($1::text[]) AS role
                    WHERE role <> current_user AND pg_has_role(session_user, role, 'MEMBER')) AS others
       FROM pg_class WHERE oid = 'public.ledger_events'::regclass`,
      [WORKING_ROLES],
    );
    const [{ login, role, owns, others } = { login: '', role: '', owns: true, others: [] }] = rows;
    if (owns)
      throw new Error(
        `the login ${login} owns the schema or may do everything: a serving process works with a login that is a member of ${role} and of nothing else`,
      );
    await mustKeepTheLog(client, role);
    const unserved = await whyNotServed(ask);
    if (unserved !== undefined) throw new Error(unserved);
    return others.length === 0
      ? []
      : [
          `the login ${login} works as ${role} and could work as ${others.join(', ')} as well: who has this process has their rights, too`,
        ];
  } finally {
    await client.end();
  }
}

async function connected(client: pg.Client): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    const { code, message } = error as pg.DatabaseError;
    // The role is not there, or the login is no member of it.
    if (code === '22023' || code === '42501')
      throw new Error(`${message}: npm run migrate makes the roles; the owner grants one to each login`, {
        cause: error,
      });
    if (message.includes('unsupported startup parameter')) throw new Error(poolerSentence, { cause: error });
    throw error;
  }
}

/** A pooler may leave out the options of a connection, and with them the role. */
async function mustWorkInRole(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ role: string }>('SELECT current_user AS role');
  const role = rows[0]?.role ?? '';
  const asked = new URL(url).searchParams.get('options') ?? '';
  if (!` ${asked} `.includes(` role=${role} `)) throw new Error(poolerSentence);
}

async function mustKeepTheLog(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    `SELECT bool_or(has_table_privilege(log, 'INSERT, UPDATE, DELETE, TRUNCATE')) AS may
     FROM (SELECT 'ledger_events'::regclass::oid UNION ALL
           SELECT inhrelid FROM pg_inherits WHERE inhparent = 'ledger_events'::regclass) AS parts (log)`,
  );
  if (rows[0]?.may !== false)
    throw new Error(
      `the role ${role} may change the log: revoke INSERT, UPDATE, DELETE and TRUNCATE on ledger_events and its partitions`,
    );
}
