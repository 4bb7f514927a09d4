import type { StoredEvent } from './event-log';
import { decode, type DomainEvent } from './transact';

/** Some pages' worth. A WeakMap would need no bound, but costs the garbage collector more than parsing does. */
const keptMax = 4_000;
const kept = new Map<StoredEvent, DomainEvent>();

/** The domain event inside a stored one, parsed once however many consumers look at it. Not to be changed by any of them. */
export function decodeOnce(stored: StoredEvent): DomainEvent {
  const before = kept.get(stored);
  if (before) return before;
  const event = decode(stored);
  if (kept.size >= keptMax) kept.clear();
  kept.set(stored, event);
  return event;
}
