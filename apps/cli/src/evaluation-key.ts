import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@app/ledger';

/** The key of a role of the evaluation whose folder is DATA_DIR (default `.data`); undefined when it never ran there. */
export function evaluationKey(role: Role, { DATA_DIR = '.data' }: NodeJS.ProcessEnv): string | undefined {
  const file = join(DATA_DIR, 'keys.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<Role, string>>)[role] : undefined;
}
