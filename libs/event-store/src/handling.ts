import { decodeOnce } from './decode-once';
import type { StoredEvent } from './event-log';
import type { DomainEvent } from './transact';

/** What a consumer does with one event; `null`: it is not concerned, and says so. */
export type Handler<Data, Result, Args extends readonly unknown[]> =
  ((data: Data, stored: StoredEvent, ...args: Args) => Result) | null;

/** One entry for each event type of a union: a new type does not compile until the consumer has decided. */
export type HandlerTable<Event extends DomainEvent, Result, Args extends readonly unknown[]> = {
  readonly [Type in Event['type']]: Handler<Extract<Event, { readonly type: Type }>['data'], Result, Args>;
};

/** A consumer of events: the types it acts on, and what it makes of a stored event. */
export interface Handling<Result, Args extends readonly unknown[] = []> {
  /** The types with a handler: what a follower of the log has to be woken for. */
  readonly types: ReadonlySet<string>;
  /** Every type it has an entry for, `null` too: what it has decided about. */
  readonly decided: ReadonlySet<string>;
  /** What the handler of the event's type gives; undefined when the consumer is not concerned. */
  readonly of: (stored: StoredEvent, ...args: Args) => Result | undefined;
}

/** Makes a consumer from its table. Nobody keeps a list of event names beside it. */
export function handling<Event extends DomainEvent, Result, Args extends readonly unknown[] = []>(
  table: HandlerTable<Event, Result, Args>,
): Handling<Result, Args> {
  const handlers = new Map<string, NonNullable<Handler<DomainEvent['data'], Result, Args>>>();
  for (const [type, handler] of Object.entries<unknown>(table)) {
    if (handler !== null) handlers.set(type, handler as NonNullable<Handler<DomainEvent['data'], Result, Args>>);
  }
  return {
    types: new Set(handlers.keys()),
    decided: new Set(Object.keys(table)),
    of: (stored, ...args) => handlers.get(stored.type)?.(decodeOnce(stored).data, stored, ...args),
  };
}

/** Several consumers as one; each event type is handled by at most one of them. Throws when two handle the same type. */
export function handlingAll<Result, Args extends readonly unknown[] = []>(
  parts: readonly Handling<Result, Args>[],
): Handling<Result, Args> {
  const byType = new Map<string, Handling<Result, Args>>();
  for (const part of parts) {
    for (const type of part.types) {
      if (byType.has(type)) throw new Error(`two consumers of the same kind handle ${type}`);
      byType.set(type, part);
    }
  }
  return {
    types: new Set(byType.keys()),
    decided: new Set(parts.flatMap(({ decided }) => [...decided])),
    of: (stored, ...args) => byType.get(stored.type)?.of(stored, ...args),
  };
}
