import type { StoredEvent } from '@app/event-store';
import type { ClientBase } from 'pg';
import { logPages } from '../log-pages';
import type { EventReader } from '../projection';
import { EventsByKey, type KeyedEvent } from './events-by-key';
import { type Fold, ModelFold } from './model-fold';

export interface FoldOptions {
  /** Bytes of events held in memory at once. Beyond them the database sorts. Our default: 32 MiB. */
  readonly budgetBytes?: number;
  readonly signal?: AbortSignal;
  /** Told after every page. */
  readonly onProgress?: (progress: FoldProgress) => void;
  /** Given every page as it is read, for those who are no fold; the next one comes when it is done. */
  readonly onPage?: (events: readonly StoredEvent[]) => Promise<void>;
  /** Read up to here, at least; the folds say how far they go. */
  readonly until?: number;
}

export interface FoldProgress {
  /** Of the last event read. */
  readonly position: number;
  /** Events read. */
  readonly events: number;
}

/** What became of a read model: how many events were read for it, or why it could not be folded. Its table then holds a part. */
export type FoldOutcome = { readonly eventsRead: number; readonly failure?: undefined } | { readonly failure: Error };

const budgetDefault = 32 * 2 ** 20;

/**
 * Fills the empty tables of any number of read models from one reading of the log, by folding in the order of their keys and COPY:
 * every event is read once, every row is written once.
 *
 * Rows that are only added are written as their events are read. The events of all other rows are set aside under their keys, an
 * event once per key however many read models want it there, and come back key by key (`events-by-key.ts`): one row per read
 * model is in the making at any time. A read model that cannot take an event fails by itself.
 *
 * @param client ours alone, in no transaction
 * @returns for each fold, in their order
 * @throws the signal's reason, whatever log or database say. Some rows may be there then.
 */
export async function foldLogs(
  client: ClientBase,
  log: EventReader,
  folds: readonly Fold[],
  { budgetBytes = budgetDefault, signal, onProgress, onPage, until = 0 }: FoldOptions = {},
): Promise<readonly FoldOutcome[]> {
  const models = folds.map((fold) => new ModelFold(client, fold));
  const byKey = new EventsByKey(client, budgetBytes);
  try {
    const stretch = { after: 0, until: Math.max(until, ...folds.map((fold) => fold.until)), ...(signal && { signal }) };
    let events = 0;
    for await (const page of logPages(log, stretch)) {
      await byKey.add(page.flatMap((event) => keyed(models, event)));
      for (const model of models) if (model.isFull) await model.write();
      await onPage?.(page);
      events += page.length;
      onProgress?.({ position: page.at(-1)?.position ?? 0, events });
    }
    for await (const piece of byKey.inOrder()) {
      signal?.throwIfAborted();
      for (const { key, event, folds: wanted } of piece) for (const number of wanted) models[number]?.take(key, event);
      for (const model of models) if (model.isFull) await model.write();
    }
    for (const model of models) await model.writeAll();
    signal?.throwIfAborted();
  } finally {
    await byKey.close().catch(() => undefined); // the connection is gone, and what was temporary with it
  }
  return models.map(({ failure, eventsRead }) => (failure ? { failure } : { eventsRead }));
}

/** The event under each key under which some read model wants it. */
function keyed(models: readonly ModelFold[], event: StoredEvent): KeyedEvent[] {
  const wanted = new Map<string, number[]>();
  models.forEach((model, number) => {
    const key = model.read(event);
    if (key === undefined) return;
    const others = wanted.get(key);
    if (others) others.push(number);
    else wanted.set(key, [number]);
  });
  return [...wanted].map(([key, folds]) => ({ key, event, folds }));
}
