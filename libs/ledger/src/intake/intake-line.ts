import type { FileEncoding } from './file/decode-lines';

export interface IntakeCounts {
  readonly rows: number;
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly rejected: number;
}

/** Row 1 is the first row after the headings. */
export interface RejectedRow {
  readonly row: number;
  readonly outcome: 'rejected';
  /** The heading as the kind of file has it; null when no single field is at fault. */
  readonly field: string | null;
  /** The refusal's code. */
  readonly rule: string;
  /** Row, field and rule in one Chinese sentence. */
  readonly message: string;
  /** The row as it was written, under the headings as they were written. */
  readonly cells: Readonly<Record<string, string>>;
  /** An earlier row of this file that recorded the same paper, if it is not too far back. */
  readonly sameAsRow?: number;
}

export interface AlreadyRecordedRow {
  readonly row: number;
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
        readonly encoding: FileEncoding | 'ASCII';
        readonly headings: readonly string[];
      };
    }
  | RejectedRow
  | AlreadyRecordedRow
  | { readonly progress: IntakeCounts }
  | { readonly error: { readonly code: string; readonly message: string } }
  | {
      readonly summary: IntakeCounts & {
        /** The highest log position among the receipts: a read model that has come this far shows the whole file. 0: no receipts. */
        readonly position: number;
        readonly seconds: number;
      };
    };
