import type { StoredEvent } from '@app/event-store';
import type { ClientBase } from 'pg';
import { type HeldBack, isHeldBack } from '../held-back';
import { logPages } from '../log-pages';
import type { EventReader } from '../projection';
import type { ReadModelDefinition } from '../read-model';
import { copyRows } from '../rows/copy-rows';

export interface FoldOptions {
  /** Every event up to here. */
  readonly until: number;
  readonly heldBack: HeldBack;
  /** Bytes of events whose rows are held in memory at once (the rows take a few times as much). Our default: 32 MiB. */
  readonly budgetBytes?: number;
  readonly signal?: AbortSignal;
  /** Told after every page; `pass` counts from 1. */
  readonly onProgress?: (progress: FoldProgress) => void;
}

export interface FoldProgress {
  readonly pass: number;
  /** Of the last event folded in this pass. */
  readonly position: number;
  /** Events read in this pass. */
  readonly events: number;
}

/** An event that a read model's own function cannot take. A rebuild ends there; nobody is set aside silently. */
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

/**
 * Fills an empty table of a read model from the log, by folding in memory and COPY: every row is written once.
 *
 * Memory is bounded by passes. A pass folds the rows whose keys fall into a range of hashes; when they outgrow the budget the
 * range is halved and what fell out of it is left to a later pass. A log that fits into the budget is read once, one
 * ten times as large about ten times, which still costs less than loading and rewriting rows.
 *
 * @returns how many events were read
 * @throws `CannotFold`, the signal's reason, whatever log or database say. Rows of earlier chunks may be there then.
 */
export async function foldLog(
  client: ClientBase,
  log: EventReader,
  definition: ReadModelDefinition<unknown>,
  options: FoldOptions,
): Promise<number> {
  return definition.appendOnly
    ? copyAsRead(client, log, definition, options)
    : copyAfterFolding(client, log, definition, options);
}

const rowsPerCopy = 5_000;

/** Rows that are only added need no memory of earlier ones. */
async function copyAsRead(
  client: ClientBase,
  log: EventReader,
  definition: ReadModelDefinition<unknown>,
  { until, heldBack, signal, onProgress }: FoldOptions,
): Promise<number> {
  const isHeld = isHeldBack(heldBack);
  let rows: unknown[] = [];
  let events = 0;
  for await (const page of logPages(log, { after: 0, until, ...(signal && { signal }) })) {
    for (const event of page) {
      if (isHeld(event)) continue;
      const row = of(event, () =>
        definition.keyOf(event) === undefined ? undefined : definition.fold(undefined, event),
      );
      if (row !== undefined) rows.push(row);
    }
    events += page.length;
    onProgress?.({ pass: 1, position: page.at(-1)?.position ?? 0, events });
    if (rows.length < rowsPerCopy) continue;
    await copyRows(client, definition, rows); // in pieces: no transaction is open for as long as all of it takes
    rows = [];
  }
  await copyRows(client, definition, rows);
  return events;
}

/** A row as far as it is folded; changed in place, once per event. */
interface Folded {
  row: unknown;
  readonly hash: number;
  bytes: number;
}

async function copyAfterFolding(
  client: ClientBase,
  log: EventReader,
  definition: ReadModelDefinition<unknown>,
  { until, heldBack, budgetBytes = 32 * 2 ** 20, signal, onProgress }: FoldOptions,
): Promise<number> {
  const isHeld = isHeldBack(heldBack);
  let events = 0;
  for (let low = 0, pass = 1; low < hashes; pass++) {
    const folded = new Map<string, Folded>();
    let high = hashes;
    let bytes = 0;
    events = 0;
    for await (const page of logPages(log, { after: 0, until, ...(signal && { signal }) })) {
      for (const event of page) {
        if (isHeld(event)) continue;
        const key = of(event, () => definition.keyOf(event));
        if (key === undefined) continue;
        const before = folded.get(key);
        const hash = before?.hash ?? hashOf(key);
        if (hash < low || hash >= high) continue;
        const row = of(event, () => definition.fold(before?.row, event));
        if (row === undefined) {
          bytes -= before?.bytes ?? 0;
          folded.delete(key);
          continue;
        }
        bytes += event.data.length;
        if (before) {
          before.row = row;
          before.bytes += event.data.length;
        } else folded.set(key, { row, hash, bytes: event.data.length });
      }
      while (bytes > budgetBytes && high - low > 1) {
        high = low + Math.ceil((high - low) / 2);
        for (const [key, one] of folded) {
          if (one.hash < high) continue;
          bytes -= one.bytes;
          folded.delete(key);
        }
      }
      events += page.length;
      onProgress?.({ pass, position: page.at(-1)?.position ?? 0, events });
    }
    await copyInPieces(client, definition, folded);
    low = high;
  }
  return events;
}

async function copyInPieces(
  client: ClientBase,
  definition: ReadModelDefinition<unknown>,
  folded: ReadonlyMap<string, Folded>,
): Promise<void> {
  let rows: unknown[] = [];
  for (const { row } of folded.values()) {
    rows.push(row);
    if (rows.length < rowsPerCopy) continue;
    await copyRows(client, definition, rows);
    rows = [];
  }
  await copyRows(client, definition, rows);
}

/** What the read model makes of an event; its trouble with it names the event. */
function of<Found>(event: StoredEvent, take: () => Found): Found {
  try {
    return take();
  } catch (error) {
    throw new CannotFold(event.position, error);
  }
}

const hashes = 2 ** 32;

/** FNV-1a, 32 bits: spreads keys evenly over the passes. */
export function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
