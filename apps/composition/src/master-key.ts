import { type MasterKey, readMasterKey } from '@app/personal-data';
import type { Settings } from './settings';

/** The master key a deployment names, or undefined when it names none. Throws when the file it names holds none. */
export async function masterKeyOf({ personalMasterKeyFile: file }: Settings): Promise<MasterKey | undefined> {
  return file === undefined || file === '' ? undefined : readMasterKey(file);
}
