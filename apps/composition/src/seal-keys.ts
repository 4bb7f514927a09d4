import { readFile } from 'node:fs/promises';
import { ed25519Signer, noSealKeys, type SealKeys } from '@app/sealing';
import type { Settings } from './settings';

/**
 * The key that a deployment signs checkpoints with, from its file; none when there is no file.
 *
 * @throws with what is to be set or mended; never with anything of the key.
 */
export async function sealKeysFrom({ sealKeyFile, sealOrigin }: Settings): Promise<SealKeys> {
  if (sealKeyFile === undefined) return noSealKeys;
  if (!sealOrigin)
    throw new Error(
      'SEAL_ORIGIN is not set: a name for this log that no other has, like ledger.example.gov.cn/fire-credit',
    );
  return { signer: ed25519Signer(await readFile(sealKeyFile, 'utf8'), sealOrigin) };
}
