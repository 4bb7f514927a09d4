import { createPublicKey, hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ed25519Signer, newEd25519Key, type NoteSigner } from '@app/sealing';

/**
 * The evaluation's own key for signing checkpoints: read from `file` when it is there, made and written (readable by its
 * owner only) when it is not. The log's name contains a hash of the public key, so that no two evaluations share one.
 */
export async function provideSealKey(file: string): Promise<{ readonly signer: NoteSigner }> {
  if (!existsSync(file)) await writeKey(file);
  const pem = await readFile(file, 'utf8');
  const name = hash('sha256', createPublicKey(pem).export({ type: 'spki', format: 'der' }), 'hex').slice(0, 12);
  return { signer: ed25519Signer(pem, `fire-credit-ledger.example/evaluation-${name}`) };
}

async function writeKey(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, newEd25519Key(), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
