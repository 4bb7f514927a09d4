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

/** Refuses a cell that holds nothing anybody wrote, but the error of a formula: `cell-is-error` {error}. */
export function refuseShownError(cell: string): void {
  if (!cell.includes('#')) return;
  const error = normaliseText(cell).toUpperCase();
  if (ERRORS.has(error)) throw new Refusal('cell-is-error', { error });
}
