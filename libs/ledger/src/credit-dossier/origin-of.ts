import type { StoredEvent } from '@app/event-store';
import type { FactOrigin } from './domain';

/** Where a fact comes from: the event as it is stored, and the number of the paper it stands on. */
export const originOf = ({ id, position, recordedAt, occurredOn }: StoredEvent, document: string): FactOrigin => ({
  eventId: id,
  position,
  recordedAt,
  occurredOn,
  document,
});
