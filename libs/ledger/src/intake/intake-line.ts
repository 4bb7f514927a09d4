import type { FileEncoding } from '../sheet-file';

export interface IntakeCounts {
  readonly rows: number;
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly rejected: number;
}

/** Where a row stands. */
interface Place {
  /** Which of the rows with something in them it is: 1 is the first after the headings. */
  readonly row: number;
  /** The number that a spreadsheet shows beside it: headings and blank rows count. */
  readonly sheetRow: number;
  /** The sheet, when the rows of a workbook come from more than one. */
  readonly sheet?: string;
}

/** What is wrong with one field of a row. */
export interface Fault {
  /** The heading as the kind of file has it; null when no single field is at fault. */
  readonly field: string | null;
  /** The refusal's code. */
  readonly rule: string;
  /** The refusal as a sentence in Chinese. */
  readonly message: string;
}

export interface RejectedRow extends Place {
  readonly outcome: 'rejected';
  /** The heading as the kind of file has it; null when no single field is at fault. */
  readonly field: string | null;
  /** The refusal's code. */
  readonly rule: string;
  /** Row, fields and rules in one Chinese sentence. */
  readonly message: string;
  /** Every fault of the row, when there is more than one; `field` and `rule` are of the first. */
  readonly faults?: readonly Fault[];
  /** The row as it was written, under the headings as they were written. */
  readonly cells: Readonly<Record<string, string>>;
  /** An earlier row of this file that recorded the same paper, if it is not too far back. */
  readonly sameAsRow?: number;
}

export interface AlreadyRecordedRow extends Place {
  readonly outcome: 'already-recorded';
  readonly sameAsRow?: number;
}

/**
 * The answer to a file, one JSON object per line, while the file is still being read: `opened` first, then exceptions in the
 * order of the file with `progress` between them, and `summary` last. No `summary`, no end: send the file again; nothing
 * is recorded twice.
 */
export type IntakeLine =
  | {
      readonly opened: {
        readonly kind: string;
        readonly encoding: FileEncoding | 'ASCII' | 'xlsx';
        readonly headings: readonly string[];
      };
    }
  | RejectedRow
  | AlreadyRecordedRow
  | { readonly progress: IntakeCounts }
  | {
      /** The file ended early. What is counted here is certain; what `notProcessed` counts may be on record or not. */
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly counts: IntakeCounts;
        /** How many more rows the file has; null when its end was not seen. */
        readonly notProcessed: number | null;
      };
    }
  | {
      readonly summary: IntakeCounts & {
        /** The highest log position among the receipts: a read model that has come this far shows the whole file. 0: no receipts. */
        readonly position: number;
        readonly seconds: number;
      };
    };
