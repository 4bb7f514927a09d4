import { createHash } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** What is said of a batch: of each record, in the order of the rows, or of the file alone. */
export type Said =
  { readonly answers: readonly object[] } | { readonly refused: { readonly code: string; readonly message: string } };

/** The receipt of a batch as a zip (`docs/exchange/file.md`). */
export async function receiptOf(batch: string, said: Said): Promise<Buffer> {
  const zip = new ZipFile();
  if ('answers' in said) {
    const bytes = Buffer.from(JSON.stringify({ answers: said.answers }), 'utf8');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const files = [{ name: 'answers.json', records: said.answers.length, sha256 }];
    zip.addBuffer(Buffer.from(JSON.stringify({ version: 1, batch, files })), 'manifest.json');
    zip.addBuffer(bytes, 'answers.json');
  } else {
    zip.addBuffer(Buffer.from(JSON.stringify({ version: 1, batch, refused: said.refused })), 'manifest.json');
  }
  zip.end();
  return buffer(zip.outputStream);
}

/** Aside, flushed, renamed: who looks sees all of it or nothing. */
export async function placed(path: string, bytes: Buffer): Promise<void> {
  const aside = join(dirname(path), `.${Date.now()}-${process.pid}.part`);
  const file = await open(aside, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
