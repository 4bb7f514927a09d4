import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type MasterKey, readMasterKey } from '@app/personal-data';
import { masterKeyOf } from '../../composition/src/master-key';
import { personalKeyFilesFrom } from '../../composition/src/settings';

/**
 * The keys of personal data as the processes have them (PERSONAL_MASTER_KEY_FILE and what wraps), or else, where DATABASE_URL names no other ledger, that
 * of the evaluation.
 */
export async function masterKeyIn(environment: NodeJS.ProcessEnv): Promise<MasterKey | undefined> {
  const named = await masterKeyOf(personalKeyFilesFrom(environment));
  if (named !== undefined) return named;
  const { DATABASE_URL, DATA_DIR = '.data' } = environment;
  const file = join(DATA_DIR, 'personal-master-key');
  return DATABASE_URL === undefined && existsSync(file) ? readMasterKey(file) : undefined;
}
