import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { recordsInCsv, type WrittenRecord } from './records-csv';
import { recordsInXml } from './records-xml';

/** A record of a batch, as a message of the platform. */
export interface BatchRecord {
  readonly row: number;
  readonly message: {
    readonly idempotencyKey: string;
    readonly kind: string;
    readonly subjectSequence: number;
    readonly fields: Readonly<Record<string, unknown>>;
  };
}

/** Why a file cannot be used at all: none of its records was looked at. */
export class FileRefused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'FileRefused';
  }
}

interface FileSaid {
  readonly name: string;
  readonly kind: string;
  readonly records: number;
  readonly sha256?: string;
  readonly sm3?: string;
}

interface Manifest {
  readonly version: number;
  readonly batch: string;
  readonly body: string;
  readonly keys: readonly string[];
  readonly files: readonly FileSaid[];
}

const unpackedMax = 64 * 1024 * 1024;

/**
 * The records of a batch in the order of their rows (`docs/exchange/file.md`). All of it is as its manifest says, or it is refused.
 *
 * @param name of the file, without its ending
 */
export async function recordsIn(name: string, bytes: Buffer): Promise<readonly BatchRecord[]> {
  const parts = await unpacked(bytes);
  const manifest = manifestIn(parts.get('manifest.json'));
  if (manifest.batch !== name) throw new FileRefused('3004', '文件名与批次号不一致');
  const records = manifest.files.flatMap((file) => recordsOf(file, parts.get(file.name)));
  records.sort((one, other) => one.row - other.row);
  const isWhole =
    records.length === manifest.keys.length &&
    records.every(({ row, message }, at) => row === at + 1 && message.idempotencyKey === manifest.keys[at]);
  if (!isWhole) throw new FileRefused('3003', '记录与清单不符');
  return records;
}

async function unpacked(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const parts = new Map<string, Buffer>();
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true });
    let sum = 0;
    for await (const entry of zip.eachEntry()) {
      sum += entry.uncompressedSize;
      if (sum > unpackedMax) throw new Error('too much to unpack');
      parts.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
    }
  } catch (error) {
    throw new FileRefused('3001', `压缩包无法读取：${error instanceof Error ? error.message : String(error)}`);
  }
  return parts;
}

function manifestIn(bytes: Buffer | undefined): Manifest {
  try {
    const manifest = JSON.parse((bytes ?? Buffer.alloc(0)).toString('utf8')) as Partial<Manifest>;
    const { version, batch, keys, files } = manifest;
    const isListed = Array.isArray(keys) && Array.isArray(files) && files.every((file: unknown) => isFile(file));
    if (version === 1 && typeof batch === 'string' && isListed) return manifest as Manifest;
  } catch {
    // the same answer as for what is JSON and no manifest
  }
  throw new FileRefused('3002', '清单缺失或无法读取');
}

function isFile(said: unknown): boolean {
  const { name, kind, records } = Object(said) as Partial<FileSaid>;
  return typeof name === 'string' && typeof kind === 'string' && typeof records === 'number';
}

function recordsOf({ name, kind, records, sha256, sm3 }: FileSaid, bytes: Buffer | undefined): BatchRecord[] {
  if (!bytes) throw new FileRefused('3003', `缺少文件 ${name}`);
  const isProven = [
    ['sha256', sha256],
    ['sm3', sm3],
  ].every(
    ([hash, said]) =>
      said === undefined ||
      said ===
        createHash(hash ?? '')
          .update(bytes)
          .digest('hex'),
  );
  if (!isProven || (sha256 ?? sm3) === undefined) throw new FileRefused('3003', `文件 ${name} 的校验值不符`);
  const found = written(name, bytes.toString('utf8'));
  if (found.length !== records) throw new FileRefused('3003', `文件 ${name} 的记录数不符`);
  return found.map(({ row, key, sequence, fields }) => ({
    row,
    message: { idempotencyKey: key, kind, subjectSequence: sequence, fields },
  }));
}

function written(name: string, text: string): WrittenRecord[] {
  try {
    return name.endsWith('.xml') ? recordsInXml(text) : recordsInCsv(text);
  } catch (error) {
    throw new FileRefused('3005', `文件 ${name} 无法读取：${error instanceof Error ? error.message : String(error)}`);
  }
}
