import { crc32, deflateRawSync } from 'node:zlib';

/** What is said of a part in the directory of the zip, or stands in its place, where it differs from what it is. */
export interface Lie {
  readonly unpackedBytes?: number;
  readonly packed?: Buffer;
}

/** A zip of these parts, as small as it can be written: name -> content. */
export function zipOf(
  parts: Readonly<Record<string, string | Buffer>>,
  lies: Readonly<Record<string, Lie>> = {},
): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content as string);
    const packed = lies[name]?.packed ?? deflateRawSync(bytes, { level: 9 });
    const said = lies[name]?.unpackedBytes ?? bytes.length;
    const file = Buffer.from(name);
    const sizes = numbers([4, crc32(bytes)], [4, packed.length], [4, said], [2, file.length], [2, 0]);
    const common = numbers([2, 20], [2, 0x800], [2, 8], [2, 0], [2, 0x21]);
    const head = Buffer.concat([numbers([4, 0x04034b50]), common, sizes, file]);
    local.push(head, packed);
    directory.push(
      Buffer.concat([
        numbers([4, 0x02014b50], [2, 20]),
        common,
        sizes,
        numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
        file,
      ]),
    );
    offset += head.length + packed.length;
  }
  const entries = Buffer.concat(directory);
  const count = directory.length;
  const end = numbers(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, entries.length],
    [4, offset],
    [2, 0],
  );
  return Buffer.concat([...local, entries, end]);
}

function numbers(...values: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    values.map(([bytes, value]) => {
      const written = Buffer.alloc(bytes);
      written.writeUIntLE(value, 0, bytes);
      return written;
    }),
  );
}
