import { readFile } from 'node:fs/promises';
import { ed25519Signer, noSealKeys, type SealKeys, type SignerMemory, verifierFrom } from '@app/sealing';
import type { Settings } from './settings';
import { NotTheSigner, SignerFile } from './signer-file';

type KeySettings = Pick<Settings, 'sealKeyFile' | 'sealOrigin' | 'sealPreviousKeyFile' | 'sealVkeys'>;

/**
 * The key that a deployment signs checkpoints with, from its file, and those whose signatures count beside it; none to sign with
 * when there is no file.
 *
 * @throws with what is to be set or mended; never with anything of a private key.
 */
export async function sealKeysFrom({
  sealKeyFile,
  sealOrigin,
  sealPreviousKeyFile,
  sealVkeys,
}: KeySettings): Promise<SealKeys> {
  const known = sealVkeys.map(verifierFrom);
  if (sealKeyFile === undefined) return { ...noSealKeys, known };
  if (!sealOrigin)
    throw new Error(
      'SEAL_ORIGIN is not set: a name for this log that no other has, like ledger.example.gov.cn/fire-credit',
    );
  const signer = ed25519Signer(await readFile(sealKeyFile, 'utf8'), sealOrigin);
  if (sealPreviousKeyFile === undefined) return { signer, known };
  return { signer, known, previous: ed25519Signer(await readFile(sealPreviousKeyFile, 'utf8'), sealOrigin) };
}

/** Where the signer of a deployment remembers; a process without the key is no signer. */
export function signerMemoryOf({
  sealKeyFile,
  sealMemoryFile,
  sealFirst,
}: Pick<Settings, 'sealKeyFile' | 'sealMemoryFile' | 'sealFirst'>): SignerMemory {
  return sealKeyFile === undefined
    ? new NotTheSigner()
    : new SignerFile(sealMemoryFile ?? memoryBeside(sealKeyFile), sealFirst);
}

/** Where the memory lies unless another place is said. */
export const memoryBeside = (keyFile: string): string => `${keyFile}.memory`;
