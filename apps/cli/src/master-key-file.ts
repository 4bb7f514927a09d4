import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type MasterKey, readMasterKey } from '@app/personal-data';

/** The master key of personal data: PERSONAL_MASTER_KEY_FILE, or else, where DATABASE_URL names no other ledger, that of the evaluation. */
export async function masterKeyIn(environment: NodeJS.ProcessEnv): Promise<MasterKey | undefined> {
  const { PERSONAL_MASTER_KEY_FILE: named, DATABASE_URL, DATA_DIR = '.data' } = environment;
  if (named !== undefined && named !== '') return readMasterKey(named);
  const file = join(DATA_DIR, 'personal-master-key');
  return DATABASE_URL === undefined && existsSync(file) ? readMasterKey(file) : undefined;
}
