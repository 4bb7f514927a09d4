import { type AppendResult, EventIdTaken, type NewEvent, type StoredEvent } from '../event-log';

/**
 * What the stream says of events that may stand in it already: the first answer when all stand there together, with the
 * same types and bytes; undefined when none does; `EventIdTaken` when they stand there otherwise.
 */
export function firstAnswer(stored: readonly StoredEvent[], events: readonly NewEvent[]): AppendResult | undefined {
  const known = events.map((event) => stored.find(({ id }) => sameId(id, event.id)));
  const [first] = known;
  const last = known.at(-1);
  if (known.every((event) => event === undefined)) return undefined;
  const together = known.every(
    (event, index) =>
      event !== undefined &&
      first !== undefined &&
      event.revision === first.revision + index &&
      sameContent(event, events[index]),
  );
  if (together && last) {
    const { revision, position, recordedAt } = last;
    return { outcome: 'already-recorded', revision, position, recordedAt };
  }
  throw new EventIdTaken(events.filter((_, index) => known[index] !== undefined).map(({ id }) => id));
}

export const sameId = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const sameContent = (stored: NewEvent, event: NewEvent | undefined): boolean =>
  stored.type === event?.type && Buffer.compare(stored.data, event.data) === 0;
