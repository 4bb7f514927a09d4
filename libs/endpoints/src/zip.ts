import { buffer } from 'node:stream/consumers';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';

/** How much of a zip of somebody else is unpacked. Our choice: many times what a batch of 5,000 comes to. */
export const unpackedBytesMax = 64 * 1024 * 1024;
const partsMax = 100;

/** It is no zip, or not all of one. */
export class ZipTorn extends Error {}

/** It is a zip that nobody here unpacks. */
export class ZipRefused extends Error {}

/**
 * The parts of a zip by their names. What they come to is judged by its directory before any is unpacked; no part is unpacked beyond
 * what the directory says.
 *
 * @throws `ZipTorn`, `ZipRefused`
 */
export async function partsOf(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await torn(() => fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true }));
  const entries = await torn(() => entriesOf(zip));
  if (entries.length > partsMax || new Set(entries.map(({ fileName }) => fileName)).size < entries.length)
    throw new ZipRefused('too many parts, or one of them twice');
  const unpacked = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (unpacked > unpackedBytesMax) throw new ZipRefused(`more than ${unpackedBytesMax} bytes unpacked`);
  const parts = new Map<string, Buffer>();
  for (const entry of entries) {
    if (entry.isEncrypted()) throw new ZipRefused(`${entry.fileName} is encrypted`);
    parts.set(entry.fileName, await torn(async () => buffer(await zip.openReadStreamPromise(entry))));
  }
  return parts;
}

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    entries.push(entry);
    if (entries.length > partsMax) break;
  }
  return entries;
}

async function torn<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    throw new ZipTorn(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
