/** A page of a batch workbook: one form of the body, in its own words. */
export interface FormPage {
  /** As the sheet is called, at most 31 characters. */
  readonly name: string;
  /** The kind of message that stands on it. */
  readonly kind: string;
  readonly columns: readonly FormColumn[];
}

export interface FormColumn {
  readonly heading: string;
  /** The field of the message that stands in it; a list is joined with semicolons. */
  readonly field: string;
}

/** In front of the body's own columns: the identity, by which the result file answers, and the row in the batch. */
export const KEY_HEADING = '报送标识';
export const ROW_HEADING = '序号';

/** What a spreadsheet holds in a cell. */
export const cellCharactersMax = 32_767;

/** How a value stands in a cell; undefined: not at all. */
export function cellOf(value: unknown): string | undefined {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value.join(';') : undefined;
}
