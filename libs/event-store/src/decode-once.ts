import { pageBytesMax, type StoredEvent } from './event-log';
import { decode, type DomainEvent } from './transact';

/** Some pages' worth. A WeakMap would need no bound, but costs the garbage collector more than parsing does. */
const keptMax = 4_000;
const keptBytesMax = 4 * pageBytesMax;
const kept = new Map<StoredEvent, DomainEvent>();
let keptBytes = 0;

/** The domain event inside a stored one, parsed once however many consumers look at it. Not to be changed by any of them. */
export function decodeOnce(stored: StoredEvent): DomainEvent {
  const before = kept.get(stored);
  if (before) return before;
  const event = decode(stored);
  if (kept.size >= keptMax || keptBytes > keptBytesMax) {
    kept.clear();
    keptBytes = 0;
  }
  kept.set(stored, event);
  keptBytes += stored.data.length;
  return event;
}
