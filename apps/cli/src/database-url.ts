import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The ledger's database: DATABASE_URL, or else that of the evaluation whose folder is DATA_DIR (default `.data`), if it runs there. */
export function databaseUrlIn(environment: NodeJS.ProcessEnv): string | undefined {
  return environment.DATABASE_URL ?? evaluationUrl(environment.DATA_DIR ?? '.data');
}

/** What `npm start` leaves there for us; undefined when it never ran with this folder. */
function evaluationUrl(dataDir: string): string | undefined {
  const file = join(resolve(dataDir), 'database-url');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
