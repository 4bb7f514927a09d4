import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { Refusal } from '../shared';
import { decodeText } from './decode-text';
import { formatOf, type IntakeFormat, type IntakeKind, normaliseHeading, type Paper } from './formats';

/** A row as it was read. `paper` is null when the row has another number of columns than the headings. */
export interface Row {
  /** 1 is the first row after the headings. */
  readonly row: number;
  readonly cells: Readonly<Record<string, string>>;
  readonly paper: Paper | null;
  readonly columns: { readonly expected: number; readonly found: number };
}

const recordMaxCharacters = 1_000_000;

/**
 * The rows of a feed, one at a time: a reader that is slow slows the sender down, and nothing piles up in between.
 *
 * Refusals: those of `formatOf`; `encoding-unknown`, `encoding-invalid`; `file-invalid` {row}.
 */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array>,
  kind: IntakeKind | undefined,
  onFormat: (format: IntakeFormat) => void,
): AsyncGenerator<Row> {
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: recordMaxCharacters,
  });
  const reading = pipeline(Readable.from(decodeText(chunks)), parser);
  reading.catch(() => undefined); // the parser below ends with the same error
  let row = 0;
  let headings: string[] | undefined;
  let format: IntakeFormat | undefined;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (!headings || !format) {
        headings = record;
        format = formatOf(headings, kind);
        onFormat(format);
      } else {
        row += 1;
        yield toRow(row, record, headings, format);
      }
    }
    await reading;
  } catch (error) {
    throw rethrown(error, row + 1);
  }
  if (!format) throw new Refusal('intake-kind-unknown');
}

function toRow(row: number, record: readonly string[], headings: readonly string[], format: IntakeFormat): Row {
  const cells = Object.fromEntries(headings.map((heading, index) => [heading, record[index] ?? '']));
  const columns = { expected: headings.length, found: record.length };
  if (record.length !== headings.length) return { row, cells, paper: null, columns };
  const byHeading = new Map(headings.map((heading, index) => [normaliseHeading(heading), record[index] ?? '']));
  const paper = Object.fromEntries(
    format.columns.map(({ heading, property }) => [property, byHeading.get(normaliseHeading(heading)) ?? '']),
  );
  return { row, cells, paper, columns };
}

function rethrown(error: unknown, row: number): unknown {
  if (error instanceof Refusal) return error.code === 'encoding-invalid' ? new Refusal(error.code, { row }) : error;
  const isCsv = error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
  return isCsv ? new Refusal('file-invalid', { row }) : error;
}
