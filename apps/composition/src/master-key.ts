import { type MasterKey, partedKey, readMasterKey } from '@app/personal-data';
import type { PersonalKeyFiles } from './settings';

/** The master key a deployment names, or undefined when it names none. Throws when a file it names holds none. */
export async function masterKeyOf({
  personalMasterKeyFile: file,
  personalWrappingKeyFile: wrapping,
  personalFurtherWrappingKeyFiles: further,
}: PersonalKeyFiles): Promise<MasterKey | undefined> {
  if (file === undefined || file === '') return undefined;
  const matching = await readMasterKey(file);
  const others = await Promise.all(further.map(readMasterKey));
  return partedKey(matching, wrapping === undefined ? matching : await readMasterKey(wrapping), others);
}
