import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The ledger's database: DATABASE_URL (a login that may work as `ledger_app`), DATABASE_OWNER_URL, or else that of the evaluation whose folder
 * is DATA_DIR (default `.data`), if it runs there.
 */
export function databaseUrlIn(environment: NodeJS.ProcessEnv): string | undefined {
  return environment.DATABASE_URL ?? environment.DATABASE_OWNER_URL ?? leftIn(environment, 'database-url');
}

/** The same as its owner: DATABASE_OWNER_URL, DATABASE_URL, or else the evaluation's. */
export function databaseOwnerUrlIn(environment: NodeJS.ProcessEnv): string | undefined {
  return environment.DATABASE_OWNER_URL ?? environment.DATABASE_URL ?? leftIn(environment, 'database-owner-url');
}

/** What `npm start` left in its folder; undefined when it never ran there. */
function leftIn({ DATA_DIR = '.data' }: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = join(resolve(DATA_DIR), name);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
