import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { LocalMasterKey } from './master-key';

/**
 * The master key in a file: 64 hexadecimal digits (32 bytes), surrounding white space ignored.
 * Throws when the file cannot be read or holds anything else; the message names the file, never what stands in it.
 */
export async function readMasterKey(file: string): Promise<LocalMasterKey> {
  const text = (await readFile(file, 'utf8')).trim();
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new Error(`${file}: a master key is 64 hexadecimal digits`);
  return new LocalMasterKey(Buffer.from(text, 'hex'));
}

/** The master key in `file`, made (readable by its owner only) when there is none. Never half written, never replaced. */
export async function provideMasterKey(file: string): Promise<LocalMasterKey> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  return readMasterKey(file);
}
