import { setImmediate } from 'node:timers/promises';
import { type Actor, EventNotUnderstood, LogUnavailable, TooManyConflicts, UnreadableEvent } from '@app/event-store';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CLOCK, type Clock, type Receipt, Rules } from '../application';
import { type Format, formatOf, lackingFrom, placesOf, type ReadBy, recognise } from '../file-format';
import { PersonalPapers } from '../personal-data';
import { idInstead, messageOf, Refusal } from '../shared';
import { openFile, type SheetFile, type SheetRow, UploadInterrupted } from '../sheet-file';
import { carryOut, type CarriedOut, type LatestOrders } from './carry-out';
import { inTurn } from './in-turn';
import type { IntakeLine } from './intake-line';
import { type Row, rowReader } from './read-row';
import { Tally } from './tally';

export interface Sender {
  readonly actor: Actor;
  /** Units whose papers may stand in the file beside those of the actor's own; see `Context`. */
  readonly recordsFor: readonly string[];
  readonly requestId: string;
  /** As the sender said it. */
  readonly mediaType?: string | undefined;
}

/** The kinds of files that are taken in: what the capabilities state. */
export const FORMATS = Symbol('FORMATS');

/** Rows carried out together. The log commits concurrent appends as one, so more rows cost little more than one. */
const rowsAtOnce = 500;
/** How long rows are told before others have a turn. */
const turnMs = 10;

/** Takes in files of enforcement records. */
@Injectable()
export class Intake {
  private readonly logger = new Logger(Intake.name);

  constructor(
    private readonly commands: CommandBus,
    @Inject(FORMATS) private readonly formats: readonly Format[],
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly rules: Rules,
    private readonly papers: PersonalPapers,
  ) {}

  /**
   * Opens the file and answers with the lines to come; each is made when it is asked for, and the file is read no faster.
   * Rows are carried out in chunks, two at the same time, those about the same paper in the order of the file, and others have their
   * turn between two chunks. A chunk's lines come when all of it is on record. What goes wrong after opening is a last line `error`, which says how
   * much was done; everything recorded by then stays.
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
    const wanted = kind === null ? this.formats : [formatOf(this.formats, kind)];
    const lackingIn = (headings: readonly string[]) =>
      Math.min(...wanted.map((format) => lackingFrom(format, headings)));
    const file = await openFile(pieces, lackingIn, sender.mediaType);
    try {
      const headings = file.headings.map((heading) => heading.trim());
      const format = (kind === null ? undefined : wanted[0]) ?? recognise(this.formats, headings);
      const readRow = rowReader(format, headings, placesOf(format, headings));
      return this.lines(format, headings, readRow, file, sender);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  private async *lines(
    format: Format,
    headings: readonly string[],
    readRow: (row: SheetRow) => Row,
    file: SheetFile,
    sender: Sender,
  ): AsyncGenerator<IntakeLine, void, undefined> {
    const startedAt = this.clock.now().getTime();
    const tally = new Tally(format, headings, this.readBy());
    const encoding = file.format === 'xlsx' ? 'xlsx' : (file.encoding ?? 'ASCII');
    yield { opened: { kind: format.kind, encoding, headings } };
    const seen: Seen = { rows: 0, toTheEnd: false };
    const chunks = chunksOf(file.rows, seen);
    const latest: LatestOrders = new Map();
    let failed: unknown;
    const work = async (chunk: readonly SheetRow[]): Promise<ChunkDone> => {
      await setImmediate(); // reading a chunk is a turn of its own
      const rows = chunk.map(readRow);
      await setImmediate(); // so is deciding it
      return {
        rows,
        ...(await carryOut(
          rows.map((row) => this.orderOf(row, sender)),
          latest,
        )),
      };
    };
    try {
      for await (const { rows, answers, failure } of inTurn(chunks, work)) {
        let turnEnds = 0;
        for (const [index, row] of rows.entries()) {
          // What is wrong with a row is looked for a second time: a chunk of bad rows is more than one turn.
          if (performance.now() >= turnEnds) {
            await setImmediate();
            turnEnds = performance.now() + turnMs;
          }
          yield* tally.count(row, answers[index]);
        }
        failed ??= failure;
        if (failed !== undefined) continue; // of a chunk beside it, too, it is said what became of it
        yield { progress: tally.counts() };
        await setImmediate();
      }
      if (failed !== undefined) throw failed as Error;
    } catch (error) {
      const { code, message } = this.explained(error);
      const rows = await rowsOf(chunks, seen);
      const counts = tally.counts();
      yield { error: { code, message, counts, notProcessed: rows === null ? null : rows - counts.rows } };
      return;
    } finally {
      await file.close();
    }
    const seconds = (this.clock.now().getTime() - startedAt) / 1000;
    yield { summary: { ...tally.counts(), position: tally.position, seconds } };
  }

  private readBy(): ReadBy {
    return { rules: this.rules.book, today: this.clock.today(), subjectIdOf: this.papers.subjectIdOf };
  }

  private orderOf({ sheetRow, order }: Row, { actor, recordsFor, requestId }: Sender) {
    if (order instanceof Refusal) return { key: `row ${sheetRow}`, give: () => Promise.reject<Receipt>(order) };
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

  private explained(error: unknown): { readonly code: string; readonly message: string } {
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
    if (error instanceof EventNotUnderstood) return new Refusal('event-not-understood');
    return new Refusal(error instanceof UnreadableEvent ? 'event-unreadable' : 'internal-error');
  }
}

/** A chunk of rows, and what became of each. */
interface ChunkDone extends CarriedOut<Receipt> {
  readonly rows: readonly Row[];
}

/** What was seen of a file. */
interface Seen {
  rows: number;
  toTheEnd: boolean;
}

/** Rows in chunks of at most `rowsAtOnce`. What was read before a failure comes before it. */
async function* chunksOf(
  bundles: AsyncIterable<readonly SheetRow[]>,
  seen: Seen,
): AsyncGenerator<readonly SheetRow[], void, undefined> {
  let waiting: SheetRow[] = [];
  let failure: unknown;
  try {
    for await (const bundle of bundles) {
      for (const row of bundle) {
        seen.rows++;
        waiting.push(row);
        if (waiting.length < rowsAtOnce) continue;
        yield waiting;
        waiting = [];
      }
    }
    seen.toTheEnd = true;
  } catch (error) {
    failure = error; // the rows before it are good
  }
  if (waiting.length > 0) yield waiting;
  if (failure !== undefined) throw failure as Error;
}

/** How many rows the file has; null when it cannot be read to its end. */
async function rowsOf(chunks: AsyncIterator<readonly SheetRow[], void>, seen: Seen): Promise<number | null> {
  try {
    while ((await chunks.next()).done !== true) await setImmediate();
  } catch {
    return null; // why the file ended early is said already
  }
  return seen.toTheEnd ? seen.rows : null;
}
