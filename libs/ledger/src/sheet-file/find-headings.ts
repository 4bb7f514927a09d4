import { Refusal } from '../shared';
import type { LackingIn } from './sheet-file';

/** A row near the beginning of a table, which may be its headings. */
export interface FirstRow {
  readonly sheetRow: number;
  readonly cells: readonly string[];
}

/** Above the headings there may stand titles, so many rows. Our choice. */
export const firstRowsMax = 10;

/** A row lacking more than this of the headings is none of headings. */
const lackingMax = 0.5;

/** A row with more cells is no row of headings, nor of a table. Our choice. */
export const columnsMax = 1_000;

/** How well the best of some rows does, and which it is. */
export interface Found {
  readonly at: number;
  readonly lacking: number;
}

/** The first of these rows that does best as headings; undefined when none does. */
export function bestOf(rows: readonly FirstRow[], lackingIn: LackingIn): Found | undefined {
  let best: Found | undefined;
  for (const [at, { cells }] of rows.slice(0, firstRowsMax).entries()) {
    const lacking = cells.length > columnsMax ? 1 : lackingIn(cells);
    if (lacking <= lackingMax && (!best || lacking < best.lacking)) best = { at, lacking };
    if (lacking === 0) break;
  }
  return best;
}

/**
 * Titles may stand above the headings, rows may not: they would be left out and nobody would know. A title is a row with one text in
 * it. Refusal: `headings-not-first` {row}.
 */
export function refuseRowsAbove(rows: readonly FirstRow[], at: number): void {
  const headings = rows[at];
  if (!headings) return;
  const written = ({ cells }: FirstRow) => cells.filter((cell) => cell.trim() !== '').length;
  // Under a single heading a row is a single text as well.
  const isTitle = (row: FirstRow) => written(row) === 1 && written(headings) > 1;
  if (!rows.slice(0, at).every(isTitle)) throw new Refusal('headings-not-first', { row: headings.sheetRow });
}
