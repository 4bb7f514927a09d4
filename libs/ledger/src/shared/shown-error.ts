import { normaliseText } from './normalise';
import { Refusal } from './refusal';

/** What a spreadsheet shows where a formula could not be computed. */
const ERRORS = new Set([
  '#N/A',
  '#REF!',
  '#VALUE!',
  '#NAME?',
  '#DIV/0!',
  '#NUM!',
  '#NULL!',
  '#SPILL!',
  '#CALC!',
  '#GETTING_DATA',
]);

/** What is wrong with a cell that holds nothing anybody wrote, but the error of a formula: `cell-is-error` {error}; else undefined. */
export function shownErrorIn(cell: string): Refusal | undefined {
  if (!cell.includes('#')) return undefined;
  const error = normaliseText(cell).toUpperCase();
  return ERRORS.has(error) ? new Refusal('cell-is-error', { error }) : undefined;
}

/** Refuses such a cell. */
export function refuseShownError(cell: string): void {
  const error = shownErrorIn(cell);
  if (error) throw error;
}
