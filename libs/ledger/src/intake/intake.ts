import { type Actor, LogUnavailable, TooManyConflicts } from '@app/event-store';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CLOCK, type Clock, type Receipt } from '../application';
import { type Format, formatOf, placesOf, recognise, type RowOrder } from '../file-format';
import { idInstead, messageOf, Refusal, type RefusalCode } from '../shared';
import { carryOut } from './carry-out';
import { openFile, type OpenedFile, UploadInterrupted } from './file/read-rows';
import { withoutFormulaGuards } from './file/rejects-file';
import type { IntakeCounts, IntakeLine } from './intake-line';
import { RecentPapers } from './recent-papers';
import { rowSentence } from './row-sentence';

export interface Sender {
  readonly actor: Actor;
  /** Units whose papers may stand in the file beside those of the actor's own; see `Context`. */
  readonly recordsFor: readonly string[];
  readonly requestId: string;
}

/** The kinds of files that are taken in: what the capabilities state. */
export const FORMATS = Symbol('FORMATS');

/** Rows carried out together. The log commits concurrent appends as one, so more rows cost little more than one. */
const rowsAtOnce = 500;

interface Row {
  readonly row: number;
  readonly cells: readonly string[];
  readonly order: RowOrder | Refusal;
}

/** Takes in files of enforcement records. */
@Injectable()
export class Intake {
  private readonly logger = new Logger(Intake.name);

  constructor(
    private readonly commands: CommandBus,
    @Inject(FORMATS) private readonly formats: readonly Format[],
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Opens the file and answers with the lines to come; each is made when it is asked for, and the file is read no faster.
   * Rows are carried out in chunks, those about the same paper in the order of the file. A chunk's lines come when all of it is
   * on record. What goes wrong after opening is a last line `error`; everything recorded by then stays.
   *
   * @param kind the kind of a format; null: recognised from the headings.
   * Refusals, in this order: `code-unknown` (kind), those of `openFile`, `intake-kind-unknown`, `headings-missing`,
   * `heading-repeated`. Errors: `UploadInterrupted`.
   */
  async takeIn(
    pieces: AsyncIterable<Uint8Array>,
    kind: string | null,
    sender: Sender,
  ): Promise<AsyncGenerator<IntakeLine, void, undefined>> {
    const wanted = kind === null ? null : formatOf(this.formats, kind);
    const file = await openFile(pieces);
    try {
      const headings = file.headings.map((heading) => heading.replace(/^\uFEFF/, '').trim());
      const format = wanted ?? recognise(this.formats, headings);
      const readRow = rowReader(format, headings);
      const opened = { kind: format.kind, encoding: file.encoding ?? 'ASCII', headings } as const;
      return this.lines(opened, format, readRow, file, sender);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  private async *lines(
    opened: Extract<IntakeLine, { opened: unknown }>['opened'],
    format: Format,
    readRow: (row: number, cells: readonly string[]) => Row,
    file: OpenedFile,
    sender: Sender,
  ): AsyncGenerator<IntakeLine, void, undefined> {
    const startedAt = this.clock.now().getTime();
    const tally = new Tally(format, opened.headings);
    yield { opened };
    try {
      for await (const chunk of chunksOf(file.rows, readRow)) {
        const answers = await carryOut(chunk.map((row) => this.orderOf(row, sender)));
        for (const [index, row] of chunk.entries()) yield* tally.count(row, answers[index]);
        yield { progress: tally.counts() };
      }
    } catch (error) {
      yield { error: this.explained(error) };
      return;
    } finally {
      file.close();
    }
    const seconds = (this.clock.now().getTime() - startedAt) / 1000;
    yield { summary: { ...tally.counts(), position: tally.position, seconds } };
  }

  private orderOf({ row, order }: Row, { actor, recordsFor, requestId }: Sender) {
    if (order instanceof Refusal) return { key: `row ${row}`, give: () => Promise.reject<Receipt>(order) };
    const command = order.command({
      actor,
      recordsFor,
      requestId,
      commandId: order.commandId,
      causeId: null,
      whenTaken: idInstead,
    });
    return { key: order.paperKey, give: () => this.commands.execute(command) };
  }

  private explained(error: unknown): { code: RefusalCode; message: string } {
    const refusal = this.asRefusal(error);
    return { code: refusal.code, message: messageOf(refusal) };
  }

  private asRefusal(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    if (error instanceof UploadInterrupted) return new Refusal('upload-interrupted');
    if (error instanceof LogUnavailable || error instanceof TooManyConflicts) {
      this.logger.warn(error.message);
      return new Refusal('log-unavailable');
    }
    this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return new Refusal('internal-error');
  }
}

/** Reads rows of the file as orders. A row with another number of cells than there are headings is refused: `row-ragged`. */
function rowReader(format: Format, headings: readonly string[]): (row: number, cells: readonly string[]) => Row {
  const places = placesOf(format, headings);
  const unguarded = withoutFormulaGuards(headings);
  return (row, written) => {
    const cells = unguarded(written);
    const surplus = cells.slice(headings.length).some((cell) => cell.trim() !== '');
    if (surplus || cells.length < headings.length) {
      return { row, cells, order: new Refusal('row-ragged', { expected: headings.length, found: cells.length }) };
    }
    return { row, cells, order: format.read((heading) => cells[places.get(heading) ?? -1] ?? '') };
  };
}

async function* chunksOf(
  rows: AsyncIterable<readonly string[]>,
  readRow: (row: number, cells: readonly string[]) => Row,
): AsyncGenerator<readonly Row[], void, undefined> {
  let chunk: Row[] = [];
  let row = 0;
  let failure: unknown;
  try {
    for await (const cells of rows) {
      chunk.push(readRow(++row, cells));
      if (chunk.length < rowsAtOnce) continue;
      yield chunk;
      chunk = [];
    }
  } catch (error) {
    failure = error; // the rows before it are good
  }
  if (chunk.length > 0) yield chunk;
  if (failure !== undefined) throw failure as Error;
}

/** What has become of the rows so far. */
class Tally {
  position = 0;
  private recorded = 0;
  private alreadyRecorded = 0;
  private rejected = 0;
  private readonly papers = new RecentPapers();

  constructor(
    private readonly format: Format,
    private readonly headings: readonly string[],
  ) {}

  counts(): IntakeCounts {
    const { recorded, alreadyRecorded, rejected } = this;
    return { rows: recorded + alreadyRecorded + rejected, recorded, alreadyRecorded, rejected };
  }

  *count({ row, cells, order }: Row, answer: Receipt | Refusal | undefined): Generator<IntakeLine, void, undefined> {
    const paperKey = order instanceof Refusal ? undefined : order.paperKey;
    const before = paperKey === undefined ? undefined : this.papers.rowOf(paperKey);
    if (answer === undefined || answer instanceof Refusal) {
      this.rejected++;
      const refusal = answer ?? new Refusal('record-not-storable');
      const field = this.format.headingOf(refusal.field ?? '') ?? null;
      const same = refusal.code === 'exists-with-different-content' ? before : undefined;
      yield {
        row,
        outcome: 'rejected',
        field,
        rule: refusal.code,
        message: rowSentence(row, field, refusal),
        cells: Object.fromEntries(this.headings.map((heading, index) => [heading, cells[index] ?? ''])),
        ...(same !== undefined && { sameAsRow: same }),
      };
      return;
    }
    this.position = Math.max(this.position, answer.position);
    if (paperKey !== undefined) this.papers.remember(paperKey, row);
    if (answer.outcome === 'recorded') {
      this.recorded++;
      return;
    }
    this.alreadyRecorded++;
    yield { row, outcome: 'already-recorded', ...(before !== undefined && { sameAsRow: before }) };
  }
}
