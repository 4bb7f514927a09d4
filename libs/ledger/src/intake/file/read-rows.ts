import { Readable } from 'node:stream';
import { CsvError, type Parser, parse } from 'csv-parse';
import { Refusal } from '../../shared';
import { type FileEncoding, lineBytesMax, LineDecoder, LineNotDecodable, LineTooLong } from './decode-lines';

/** A CSV file opened for reading: its headings are known, its rows come one after the other. */
export interface OpenedFile {
  /** undefined when the headings were plain ASCII. */
  readonly encoding: FileEncoding | undefined;
  readonly headings: readonly string[];
  /** The cells of each row as written; rows of nothing but empty cells are left out. To be read once. */
  readonly rows: AsyncIterable<readonly string[]>;
  /** Lets go of the pieces. Needed when the rows are not read to their end. */
  close(): void;
}

/** The sender went away before the file was complete. What came before has been handed out; the last, cut line has not. */
export class UploadInterrupted extends Error {
  constructor(cause: unknown) {
    super('the upload broke off', { cause });
    this.name = 'UploadInterrupted';
  }
}

/**
 * Opens a CSV file that comes in pieces, in bounded memory: a piece is asked for when the rows of the one before are used up.
 *
 * Refusals on opening, in this order: `encoding-unknown`, then with {row: 0} `line-too-long`, `encoding-invalid`, `file-invalid`, and
 * `file-empty`. While reading rows, each {row}, 1 for the first row after the headings: `encoding-invalid`, `line-too-long`,
 * `file-invalid` (a quoted cell that never ends); and the error `UploadInterrupted`. All rows before it have been handed out by then.
 */
export async function openFile(pieces: AsyncIterable<Uint8Array>): Promise<OpenedFile> {
  const lines = new LineDecoder();
  // A failing source must not tear down the parser with rows still in it: the source ends quietly, and its failure is told
  // after the last row.
  let failure: unknown;
  async function* untilFailure() {
    try {
      yield* lines.decode(interruptible(pieces));
    } catch (error) {
      failure = error;
    }
  }
  const source = Readable.from(untilFailure(), { highWaterMark: 1 });
  const parser = source.pipe(
    parse({
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: 1024 * 1024,
    }),
  );
  const records = recordsOf(parser);

  const next = async (row: number): Promise<readonly string[] | undefined> => {
    try {
      const { value } = await records.next();
      if (value === undefined && failure !== undefined) throw atRow(failure, row);
      return value;
    } catch (error) {
      throw error instanceof CsvError ? atRow(failure ?? error, row) : error;
    }
  };
  async function* rows() {
    for (let row = 1; ; row++) {
      const cells = await next(row);
      if (cells === undefined) return;
      yield cells;
    }
  }
  const close = () => {
    source.destroy();
    parser.destroy();
  };

  try {
    const headings = await next(0);
    if (headings === undefined) throw new Refusal('file-empty');
    return { encoding: lines.encoding, headings, rows: rows(), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** What a parser has read, and only then its error: iterating over a stream alone would drop what it still holds. */
async function* recordsOf(parser: Parser): AsyncGenerator<readonly string[], undefined, undefined> {
  try {
    for await (const record of parser) yield record as readonly string[];
  } catch (error) {
    for (let record: unknown = parser.read(); record !== null; record = parser.read())
      yield record as readonly string[];
    throw error;
  }
}

async function* interruptible(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* pieces;
  } catch (error) {
    throw new UploadInterrupted(error);
  }
}

/** What went wrong with the file, and at which row: 0 is the headings. */
function atRow(failure: unknown, row: number): unknown {
  const place = row === 0 ? '表头' : `第${row}行`;
  if (failure instanceof LineNotDecodable) return new Refusal('encoding-invalid', { row, place });
  if (failure instanceof LineTooLong) return new Refusal('line-too-long', { max: lineBytesMax, row });
  if (failure instanceof CsvError) return new Refusal('file-invalid', { row, place });
  return failure;
}
