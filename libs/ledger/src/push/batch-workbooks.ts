import { StreamableFile } from '@nestjs/common';
import { Refusal } from '../shared';
import { type LackingIn, openFile, type SheetRow, XLSX } from '../sheet-file';

/** Injection token of what only `apps` choose: the bodies that are told by workbooks. */
export const BATCH_WORKBOOKS = Symbol('BATCH_WORKBOOKS');

/** A body that is told by workbooks (批量录入): an officer downloads them, gives them to the body and hands in its result. */
export interface BatchWorkbooks {
  readonly body: string;
  /** Of a result file. */
  readonly resultHeadings: readonly string[];
  readonly lackingIn: LackingIn;
  /** Those that wait for a result. */
  standing(): Promise<readonly { readonly batch: string; readonly standsSince: Date }[]>;
  /** One of them; undefined: there is none of this name. */
  read(batch: string): Promise<{ readonly bytes: Buffer; readonly keys: readonly string[] } | undefined>;
  /** Takes a result whole, or says why not. What it says is recorded by whoever delivers, like every answer of a body. */
  take(batch: string, table: ResultTable): Promise<TakenResult>;
}

export interface ResultTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export type TakenResult =
  | { readonly outcome: 'taken' | 'known'; readonly acknowledged: number; readonly rejected: number }
  /** So many rows are at fault; the first of them. `row`: which of the table's, from 0. */
  | {
      readonly outcome: 'faults';
      readonly faults: number;
      readonly first: {
        readonly row: number;
        readonly heading: string;
        readonly rule: string;
        readonly sentence: string;
      };
    }
  | { readonly outcome: 'incomplete'; readonly missing: number; readonly key: string }
  | { readonly outcome: 'differs' | 'unknown' };

/** A workbook as it goes out, with the subjects in it: who read it goes on record. */
export class WorkbookFile extends StreamableFile {
  constructor(
    bytes: Buffer,
    batch: string,
    readonly subjects: readonly (string | null)[],
  ) {
    super(bytes, { type: XLSX, disposition: `attachment; filename="${batch}.xlsx"`, length: bytes.length });
  }
}

/** The workbook of this name. Refusal: `batch-workbook-not-found`. */
export async function workbookOf(workbooks: BatchWorkbooks, batch: string): Promise<WorkbookFile> {
  const found = await workbooks.read(batch);
  if (!found) throw new Refusal('batch-workbook-not-found');
  return new WorkbookFile(found.bytes, batch, found.keys.map(subjectIn));
}

/** The unit that a message is about stands in its key. */
const subjectIn = (key: string): string | null => key.split(':').at(-2) ?? null;

/** More rows than a workbook has records: what is in it is no result of ours. */
const rowsMax = 10_000;

/**
 * Takes the body's result file: whole, or not at all.
 *
 * Refusals, in this order: those of `openFile`, `headings-missing` {missing}; while reading those of the row, and of `openWorkbook`;
 * `batch-result-too-long` {max}, `batch-workbook-not-found`, `batch-result-row-invalid` {row, heading, rule, sentence, faults},
 * `batch-result-incomplete` {missing, key}, `batch-result-differs`.
 */
export async function takeResult(
  workbooks: BatchWorkbooks,
  batch: string,
  file: Uint8Array,
  mediaType?: string,
): Promise<{ readonly known: boolean; readonly acknowledged: number; readonly rejected: number }> {
  const { headings, rows } = await readResult(workbooks, file, mediaType);
  const taken = await workbooks.take(batch, { headings, rows: rows.map(({ cells }) => cells) });
  switch (taken.outcome) {
    case 'taken':
    case 'known':
      return { known: taken.outcome === 'known', acknowledged: taken.acknowledged, rejected: taken.rejected };
    case 'unknown':
      throw new Refusal('batch-workbook-not-found');
    case 'differs':
      throw new Refusal('batch-result-differs');
    case 'incomplete':
      throw new Refusal('batch-result-incomplete', { missing: taken.missing, key: taken.key });
    case 'faults': {
      const { row, heading, rule, sentence } = taken.first;
      const place = rows[row]?.sheetRow ?? 0;
      throw new Refusal('batch-result-row-invalid', { row: place, heading, rule, sentence, faults: taken.faults });
    }
  }
}

async function readResult({ resultHeadings, lackingIn }: BatchWorkbooks, bytes: Uint8Array, mediaType?: string) {
  const file = await openFile(whole(bytes), lackingIn, mediaType);
  try {
    const there = new Set(file.headings.map((heading) => heading.trim()));
    const missing = resultHeadings.filter((heading) => !there.has(heading));
    if (missing.length > 0) throw new Refusal('headings-missing', { missing });
    const rows: SheetRow[] = [];
    for await (const some of file.rows) {
      const refused = some.find(({ refusal }) => refusal !== null)?.refusal;
      if (refused) throw refused;
      rows.push(...some);
      if (rows.length > rowsMax) throw new Refusal('batch-result-too-long', { max: rowsMax });
    }
    return { headings: file.headings, rows };
  } finally {
    await file.close();
  }
}

/** A file that is there whole, in one piece. */
async function* whole(file: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield await Promise.resolve(file);
}
