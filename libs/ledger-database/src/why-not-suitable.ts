import { gatherMigrations } from './gather-migrations';
import { GENERATION } from './generation';

/** The oldest server that the ledger was run on. */
export const POSTGRES_MIN = 15;

/** `options` of the connection are what makes a session work in its role; some poolers refuse them, or leave them out. */
export const poolerSentence =
  'it was reached through a pooler that does not pass on the options of a connection: connect to PostgreSQL itself';

/** Puts a question to the database. @returns its rows */
export type Ask = <Row extends object>(text: string) => Promise<readonly Row[]>;

/**
 * Why this program cannot work on this server and database, whoever migrates it: a server that is too old, an encoding that does not hold
 * every text. @returns a sentence for the operator; undefined: it can
 */
export async function whyNoLedgerHere(ask: Ask): Promise<string | undefined> {
  const rows = await ask<{ version: number; encoding: string; database: string }>(
    `SELECT current_setting('server_version_num')::integer / 10000 AS version,
            pg_encoding_to_char(encoding) AS encoding, datname AS database
     FROM pg_database WHERE datname = current_database()`,
  );
  const [{ version, encoding, database } = { version: 0, encoding: '', database: '' }] = rows;
  if (version < POSTGRES_MIN) return `the server is PostgreSQL ${version}: the ledger needs ${POSTGRES_MIN} or later`;
  if (encoding !== 'UTF8')
    return `the database ${database} has the encoding ${encoding}: the ledger needs UTF8 (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0)`;
  return undefined;
}

/**
 * Why this build cannot serve on the schema as it stands: a migration that it knows has not run; or one ran that is not for it. Migrations it
 * does not know, and that leave its generation, are no reason: a newer build serves beside it.
 *
 * @param ask in one of the working roles
 * @returns a sentence for the operator; undefined: it can
 */
export async function whyNotServed(ask: Ask, generation = GENERATION): Promise<string | undefined> {
  const rows = await ask<{ name: string }>('SELECT name FROM ledger_migrations');
  const run = new Set(rows.map(({ name }) => name));
  const missing = gatherMigrations().find(({ name }) => !run.has(name));
  if (missing) return `the database is not migrated (${missing.name}): npm run migrate, as its owner`;
  const [said] = await ask<{ oldest: number }>('SELECT oldest FROM schema_generation');
  const oldest = said?.oldest ?? Infinity;
  if (generation < oldest)
    return `the schema is for builds of generation ${oldest} and later, and this one is of generation ${generation}: start a newer build`;
  return undefined;
}
