import type { Refusal } from '../shared';
import type { FileEncoding } from './csv/line-decoder';

/** One row of a table, with something in it. */
export interface SheetRow {
  /** How many rows with something in them there are up to here, without the headings: from 1. */
  readonly record: number;
  /** The number that a spreadsheet shows beside it: headings and blank rows count. */
  readonly sheetRow: number;
  /** The sheet it stands on, when the rows come from more than one. */
  readonly sheet: string | null;
  /**
   * As written, in the order of the headings; there may be more or fewer of them. Of a text that is longer than a cell can be
   * (`cellCharactersMax`), that much and one character more.
   */
  readonly cells: readonly string[];
  /** Why the row cannot be taken for what it seems to say: `encoding-invalid`, `line-too-long`, `quotation-invalid`; else null. */
  readonly refusal: Refusal | null;
}

/** A table opened for reading: its headings are known, its rows come one bundle after the other. */
export interface SheetFile {
  readonly format: 'csv' | 'xlsx';
  /** undefined when the beginning was plain ASCII, or there is no text to decode. */
  readonly encoding: FileEncoding | undefined;
  readonly headings: readonly string[];
  /** To be read once, to the end or to `close()`. Reading throws `UploadInterrupted`, or a refusal: what came before is good. */
  readonly rows: AsyncIterable<readonly SheetRow[]>;
  /** Lets go of what is held. Needed when the rows are not read to their end; does no harm afterwards. */
  readonly close: () => Promise<void>;
}

/** The sender went away before the file was complete. What came before has been handed out; the last, cut row has not. */
export class UploadInterrupted extends Error {
  constructor(cause: unknown) {
    super('the upload broke off', { cause });
    this.name = 'UploadInterrupted';
  }
}

/**
 * How well a row would do as the headings of the table that is wanted: 0, everything needed is there; 1, nothing. Between them, the
 * share that is missing.
 */
export type LackingIn = (headings: readonly string[]) => number;

export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');
