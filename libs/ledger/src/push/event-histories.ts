import type { EventLog, StoredEvent } from '@app/event-store';

/** Each event with what came before it in its stream; the streams of later events are read from the log, all at once. */
export async function historiesOf(
  log: Pick<EventLog, 'readStream'>,
  events: readonly StoredEvent[],
): Promise<readonly (readonly StoredEvent[])[]> {
  const later = new Set(events.filter(({ revision }) => revision > 0).map(({ stream }) => stream));
  const read = async (stream: string) => [stream, await log.readStream(stream)] as const;
  const streams = new Map(await Promise.all([...later].map(read))); // the log gathers what is asked for at once
  return events.map((event) => {
    const before = streams.get(event.stream) ?? [];
    return [...before.filter(({ revision }) => revision < event.revision), event];
  });
}

/** The streams of these events, each up to its event; read from the log, all at once. An event that the log does not have leaves an empty one. */
export async function historiesUpTo(
  log: Pick<EventLog, 'readStream'>,
  events: readonly Pick<StoredEvent, 'stream' | 'revision'>[],
): Promise<readonly (readonly StoredEvent[])[]> {
  const read = async (stream: string) => [stream, await log.readStream(stream)] as const;
  const streams = new Map(await Promise.all([...new Set(events.map(({ stream }) => stream))].map(read)));
  return events.map(({ stream, revision }) =>
    (streams.get(stream) ?? []).filter((event) => event.revision <= revision),
  );
}
