import { decode, type DomainEvent, type StoredEvent } from '@app/event-store';

const decoded = new WeakMap<StoredEvent, DomainEvent>();

/** The domain event inside a stored one, parsed once however many read models look at it. Not to be changed by any of them. */
export function decodeOnce(stored: StoredEvent): DomainEvent {
  const before = decoded.get(stored);
  if (before) return before;
  const event = decode(stored);
  decoded.set(stored, event);
  return event;
}
