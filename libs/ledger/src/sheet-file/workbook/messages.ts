import type { WorkbookRow } from './read-workbook';

/** The first rows of a sheet that is to be seen. */
export interface FirstOfSheet {
  readonly name: string;
  readonly rows: readonly WorkbookRow[];
}

/** What the thread that reads workbooks is asked: first the headings, then which rows are wanted, then more of them. */
export type Question =
  | { readonly ask: 'first-rows'; readonly count: number }
  | { readonly ask: 'rows'; readonly of: readonly SheetWanted[] }
  | { readonly ask: 'more' };

export interface SheetWanted {
  /** Its place among the sheets that are to be seen. */
  readonly at: number;
  /** Rows after this one. */
  readonly after: number;
  /** So many columns, from the first. */
  readonly columns: number;
}

export interface RowsOfSheet {
  readonly at: number;
  readonly rows: readonly WorkbookRow[];
}

export type Answer =
  | { readonly first: readonly FirstOfSheet[] }
  /** Null: there are no more. */
  | { readonly rows: RowsOfSheet | null }
  | { readonly refused: 'too-large' | 'unreadable' }
  | { readonly failed: string };
