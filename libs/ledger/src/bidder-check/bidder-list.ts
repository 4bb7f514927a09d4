import { normaliseText, Refusal } from '../shared';
import { openFile, type SheetRow } from '../sheet-file';
import { bidderPlaces, type BidderPlaces, lackingOfBidders } from './bidder-headings';
import { biddersMax } from './check-bidders.command';
import type { Bidder } from './domain/bidder';

/**
 * Reads a list of bidders from a file: CSV or xlsx, by the headings of its columns, in any order. A row that cannot be read is a
 * bidder with its fault. No more is read than may be asked.
 *
 * @param mediaType as the sender said it
 *
 * Refusals in this order: those of `openFile`, `headings-missing`, `headings-ambiguous`, `bidders-missing`, `too-many-bidders`; while
 * reading those of `openWorkbook`.
 */
export async function readBidderList(file: Uint8Array, mediaType?: string): Promise<readonly Bidder[]> {
  const table = await openFile(whole(file), lackingOfBidders, mediaType);
  try {
    const places = bidderPlaces(table.headings);
    const bidders: Bidder[] = [];
    for await (const rows of table.rows) {
      for (const row of rows) bidders.push(bidderIn(row, places));
      if (bidders.length > biddersMax) throw new Refusal('too-many-bidders', { max: biddersMax });
    }
    if (bidders.length === 0) throw new Refusal('bidders-missing');
    return bidders;
  } finally {
    await table.close();
  }
}

/** A file that is there whole, in pieces, so that no more of it is read than is needed. */
async function* whole(file: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  const pieceBytes = 64 * 1024;
  for (let at = 0; at < file.length; at += pieceBytes) yield await Promise.resolve(file.subarray(at, at + pieceBytes));
}

function bidderIn({ cells, refusal }: SheetRow, places: BidderPlaces): Bidder {
  const uscc = cells[places.code] ?? '';
  const name = places.name === null ? undefined : (cells[places.name] ?? '');
  const fault = refusal ?? (name !== undefined && holdsAnotherRow(name) ? notClosed : null);
  return { uscc, ...(name !== undefined && { name }), ...(fault && { fault: fault.code }) };
}

const notClosed = new Refusal('file-invalid', { row: 0, place: '本行' });

/** A name with a line end in it, behind which a code begins: a quotation mark that was not escaped made one row of two. */
const holdsAnotherRow = (name: string): boolean => /[\r\n]\s*[0-9A-Z]{18}/.test(normaliseText(name).toUpperCase());
