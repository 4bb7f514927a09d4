import { Refusal } from '../shared';
import { openCsv } from './csv/open-csv';
import { XLSX } from './media-types';
import { type LackingIn, type SheetFile, UploadInterrupted } from './sheet-file';
import { workbookLimits } from './workbook/limits';
import { openWorkbook } from './workbook/open-workbook';

/** What the first bytes of a file say, whatever it is called: a zip, as xlsx is; and what workbooks were before, or are with a password. */
const ZIP = Buffer.from('PK');
const OLD_OFFICE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
const firstBytes = 4;

/**
 * Opens a table: CSV, which is read as it comes, or xlsx, which has to be there whole. The content says which of them it is.
 *
 * @param mediaType as the sender said it: what is called a workbook and is none is not taken for text
 *
 * Refusals, in this order: `workbook-old`; `file-unreadable` (called a workbook); those of `openWorkbook` or `openCsv`; `body-too-large` (of a workbook). Error:
 * `UploadInterrupted`.
 */
export async function openFile(
  pieces: AsyncIterable<Uint8Array>,
  lackingIn: LackingIn,
  mediaType?: string,
): Promise<SheetFile> {
  const source = pieces[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  const begun: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < firstBytes) {
    const { value, done } = await next(source);
    if (done === true) break;
    begun.push(value);
    bytes += value.length;
  }
  const first = Buffer.concat(begun);
  const all = rejoined(first, source);
  if (first.subarray(0, OLD_OFFICE.length).equals(OLD_OFFICE)) {
    await source.return?.(); // of a generator that was not begun, `return` would not come so far
    throw new Refusal('workbook-old');
  }
  if (first.subarray(0, ZIP.length).equals(ZIP)) return openWorkbook(await collected(all), lackingIn);
  if (mediaType?.toLowerCase().startsWith(XLSX) !== true) return openCsv(all, lackingIn);
  await source.return?.();
  throw new Refusal('file-unreadable');
}

/** The pieces, those that were looked at in front. */
async function* rejoined(
  first: Uint8Array,
  source: AsyncIterator<Uint8Array, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    if (first.length > 0) yield first;
    for (;;) {
      const { value, done } = await source.next();
      if (done === true) return;
      yield value;
    }
  } finally {
    await source.return?.();
  }
}

async function next(source: AsyncIterator<Uint8Array, undefined>): Promise<IteratorResult<Uint8Array, undefined>> {
  try {
    return await source.next();
  } catch (error) {
    throw new UploadInterrupted(error);
  }
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > workbookLimits.bytesMax) break;
      held.push(piece);
    }
  } catch (error) {
    throw new UploadInterrupted(error);
  }
  if (bytes > workbookLimits.bytesMax) throw new Refusal('body-too-large');
  return new Uint8Array(Buffer.concat(held));
}
