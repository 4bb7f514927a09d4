import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

export interface ZipPart {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A zip says when each part was changed. The same parts give the same bytes only when it is always the same instant. */
const always = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100644 };

/** The same parts in the same order give the same bytes. */
export async function zipOf(parts: readonly ZipPart[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, bytes } of parts) zip.addBuffer(bytes, name, always);
  zip.end();
  return buffer(zip.outputStream);
}
