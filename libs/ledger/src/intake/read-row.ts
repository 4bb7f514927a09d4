import type { Format, RowOrder } from '../file-format';
import { Refusal, shownErrorIn } from '../shared';
import { cellCharactersMax, type SheetRow } from '../sheet-file';
import { withoutFormulaGuards } from './rejects-file';

/** A row of the file as it was read. */
export interface Row extends SheetRow {
  readonly order: RowOrder | Refusal;
  /** Headings under which the row has no cell: it is shorter than the headings. */
  readonly without: ReadonlySet<string>;
}

const nothing: ReadonlySet<string> = new Set();

/**
 * Reads rows of the file as orders. Spreadsheets leave out cells at the end of a row that are blank: they are read as blank, and
 * whether they may be, the paper says.
 *
 * A row is refused for what its file says of it (`SheetRow.refusal`), for cells beyond the headings (`row-ragged`), or in a column of
 * the format for a text longer than any cell (`text-too-long`) or the error of a formula (`cell-is-error`).
 *
 * @param places where in a row each heading of the format stands
 */
export function rowReader(
  format: Format,
  headings: readonly string[],
  places: ReadonlyMap<string, number>,
): (row: SheetRow) => Row {
  const unguarded = withoutFormulaGuards(headings);
  const needed = format.columns.flatMap(({ heading, property }) => {
    const place = places.get(heading);
    return place === undefined ? [] : [{ heading, property, place }];
  });
  return (row) => {
    const cells = unguarded(row.cells);
    const without =
      cells.length < headings.length
        ? new Set(needed.filter(({ place }) => place >= cells.length).map(({ heading }) => heading))
        : nothing;
    const refused = (refusal: Refusal): Row => ({ ...row, cells, without, order: refusal });
    if (row.refusal) return refused(row.refusal);
    if (cells.slice(headings.length).some((cell) => cell.trim() !== ''))
      return refused(new Refusal('row-ragged', { expected: headings.length, found: cells.length }));
    const fault = firstFault(cells, needed);
    if (fault) return refused(fault);
    return { ...row, cells, without, order: format.read((heading) => cells[places.get(heading) ?? -1] ?? '') };
  };
}

function firstFault(
  cells: readonly string[],
  needed: readonly { readonly property: string; readonly place: number }[],
): Refusal | undefined {
  for (const { property, place } of needed) {
    const fault = faultIn(cells[place] ?? '');
    if (fault) return fault.at(property);
  }
  return undefined;
}

function faultIn(cell: string): Refusal | undefined {
  if (cell.length > cellCharactersMax) return new Refusal('text-too-long', { max: cellCharactersMax });
  return shownErrorIn(cell);
}
