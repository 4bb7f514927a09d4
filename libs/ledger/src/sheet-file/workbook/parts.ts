import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { workbookLimits as limits, WorkbookTooLarge, WorkbookUnreadable } from './limits';

/**
 * The parts of a workbook, by their names. What they come to unpacked is judged by the directory of the zip before any of them is
 * unpacked; a part that then is larger than its directory says ends in an error.
 *
 * Errors: `WorkbookUnreadable`, `WorkbookTooLarge`.
 */
export class Parts {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  static async of(file: Buffer): Promise<Parts> {
    const zip = await opened(file);
    if (zip.entryCount > limits.partsMax) throw new WorkbookTooLarge('too many parts');
    const entries = new Map<string, Entry>();
    let unpacked = 0;
    for await (const entry of directoryOf(zip)) {
      const name = entry.fileName.toLowerCase();
      if (entries.has(name)) throw new WorkbookUnreadable('a part stands there twice');
      entries.set(name, entry);
      unpacked += entry.uncompressedSize;
      const bursts = entry.uncompressedSize > limits.ratioMax * Math.max(1, entry.compressedSize);
      if (unpacked > limits.unpackedBytesMax || (bursts && entry.uncompressedSize > limits.ratioFromBytes))
        throw new WorkbookTooLarge('too much to unpack');
    }
    return new Parts(zip, entries);
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  /** The text of a part, in pieces. */
  async *textOf(name: string): AsyncGenerator<string, void, undefined> {
    const entry = this.entries.get(name.toLowerCase());
    if (!entry || entry.isEncrypted()) throw new WorkbookUnreadable(`no part ${name}`);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      for await (const piece of await this.zip.openReadStreamPromise(entry))
        yield decoder.decode(piece as Buffer, { stream: true });
      yield decoder.decode();
    } catch (error) {
      throw new WorkbookUnreadable(`part ${name}`, { cause: error });
    }
  }
}

async function opened(file: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(file, { lazyEntries: true, validateEntrySizes: true });
  } catch (error) {
    throw new WorkbookUnreadable('no zip', { cause: error });
  }
}

async function* directoryOf(zip: ZipFile): AsyncGenerator<Entry, void, undefined> {
  try {
    yield* zip.eachEntry();
  } catch (error) {
    throw new WorkbookUnreadable('the directory of the zip', { cause: error });
  }
}
