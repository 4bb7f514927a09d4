import type { StoredEvent } from '@app/event-store';
import type { ClientBase } from 'pg';
import { type HeldBack, isHeldBack } from '../held-back';
import { partsOf, type ReadModelDefinition } from '../read-model';
import { copyRows } from '../rows/copy-rows';
import { isTheEventsFault } from '../whose-fault';

/** One read model to be folded from the log into its empty table. */
export interface Fold {
  readonly definition: ReadModelDefinition<unknown>;
  /** Every event up to here. */
  readonly until: number;
  readonly heldBack: HeldBack;
}

/** An event that a read model's own function cannot take. A rebuild ends there; no subject is left out silently. */
export class CannotFold extends Error {
  constructor(
    readonly position: number,
    cause: unknown,
  ) {
    super(
      `the event at position ${position} cannot be applied: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
    this.name = 'CannotFold';
  }
}

const rowsPerCopy = 5_000;
/** Data of the events in the rows that wait for the next COPY: some rows are large. Our default. */
const bytesPerCopy = 8 * 2 ** 20;

/** The rows of one read model, as far as they are folded. When it fails it takes nothing more, and the others go on. */
export class ModelFold {
  failure: Error | undefined;
  eventsRead = 0;
  private key: string | undefined;
  private row: unknown;
  private rows: unknown[] = [];
  private bytes = 0;
  private readonly isHeld: (event: StoredEvent) => boolean;

  constructor(
    private readonly client: ClientBase,
    private readonly fold: Fold,
  ) {
    this.isHeld = isHeldBack(fold.heldBack);
  }

  /** Under which key it wants the event, if it does. A row that is only added needs no other event, and is made at once. */
  read(event: StoredEvent): string | undefined {
    const { definition, until } = this.fold;
    if (this.failure || event.position > until) return undefined;
    this.eventsRead += 1;
    if (this.isHeld(event)) return undefined;
    const key = this.of(event, () => definition.keyOf(event));
    if (key === undefined || !definition.appendOnly) return key;
    this.add(
      this.of(event, () => definition.fold(undefined, event)),
      event.data.length,
    );
    return undefined;
  }

  /** The next event, all those of a key one after the other. */
  take(key: string, event: StoredEvent): void {
    if (this.failure) return;
    if (key !== this.key) {
      this.add(this.row, 0);
      [this.key, this.row] = [key, undefined];
    }
    this.row = this.of(event, () => this.fold.definition.fold(this.row, event));
    this.bytes += event.data.length;
  }

  /** Enough rows are ready: they are written in pieces, so that no transaction is open for as long as all of it takes. */
  get isFull(): boolean {
    return this.rows.length >= rowsPerCopy || this.bytes >= bytesPerCopy;
  }

  /** The row in the making, too. */
  async writeAll(): Promise<void> {
    this.add(this.row, 0);
    await this.write();
  }

  async write(): Promise<void> {
    const { rows } = this;
    [this.rows, this.bytes] = [[], 0];
    if (this.failure || rows.length === 0) return;
    try {
      for (const { table, rowsOf } of partsOf(this.fold.definition)) {
        await copyRows(this.client, table, flat(rows, rowsOf));
      }
    } catch (error) {
      if (!isTheEventsFault(error)) throw error;
      this.failure = error instanceof Error ? error : new Error(String(error));
    }
  }

  private add(row: unknown, bytes: number): void {
    if (row === undefined || this.failure) return;
    this.rows.push(row);
    this.bytes += bytes;
  }

  /** What the read model makes of an event; an error names the event. */
  private of<Found>(event: StoredEvent, take: () => Found): Found | undefined {
    try {
      return take();
    } catch (error) {
      this.failure = new CannotFold(event.position, error);
      this.rows = [];
      return undefined;
    }
  }
}

function* flat(rows: readonly unknown[], rowsOf: (row: unknown) => Iterable<unknown>): Generator {
  for (const row of rows) yield* rowsOf(row);
}
