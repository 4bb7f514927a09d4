import type { StoredEvent } from '@app/event-store';
import type { ClientBase } from 'pg';
import { applyApart, type SubjectStopped } from './apply-apart';
import type { Projection } from './projection';
import { type HeldEvent, recordHeld, recordStopped, stoppedAmong } from './stopped-subjects';
import { isTheEventsFault } from './whose-fault';

/**
 * Applies a batch inside the open transaction of `client`, which holds the lock of the projection's checkpoint. Events of
 * subjects that stand still are held; a subject whose event is at fault stops there, and the rest of the batch is applied.
 *
 * @param after where the checkpoint stands; `events` are all there are behind it, in order
 * @returns the subjects that stopped in this batch; told to people once the transaction is committed.
 * @throws when no event, or one about nobody, is at fault: then nothing of the batch may be kept.
 */
export async function applyBatch(
  client: ClientBase,
  projection: Projection,
  after: number,
  events: readonly StoredEvent[],
): Promise<readonly SubjectStopped[]> {
  const stoppedBefore = await stoppedAmong(client, projection.name, events);
  const standsStill = ({ subjectId }: StoredEvent) => subjectId !== null && stoppedBefore.has(subjectId);
  const going = stoppedBefore.size === 0 ? events : events.filter((event) => !standsStill(event));

  const stopped = await applyApart(going, (part) => tryToApply(client, projection, part));

  if (stopped.length === 0 && stoppedBefore.size === 0) return stopped;
  const stoppedNow = new Map(stopped.map(({ subjectId, position }) => [subjectId, position]));
  const isHeld = (event: StoredEvent) =>
    standsStill(event) || event.position >= (stoppedNow.get(event.subjectId ?? '') ?? Infinity);
  const held = events.flatMap((event, index): HeldEvent[] => {
    const { subjectId, position } = event;
    if (subjectId === null || !isHeld(event)) return [];
    return [{ subjectId, position, after: events[index - 1]?.position ?? after }];
  });
  await recordStopped(client, projection.name, stopped);
  await recordHeld(client, projection.name, held);
  return stopped;
}

/** Gives the error, with nothing of these events applied, when one of them is at fault. */
async function tryToApply(
  client: ClientBase,
  projection: Projection,
  events: readonly StoredEvent[],
): Promise<Error | undefined> {
  await client.query('SAVEPOINT batch');
  try {
    await projection.apply(client, events);
  } catch (error) {
    if (!isTheEventsFault(error)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT batch'); // fails when the connection is what is in trouble
    return error instanceof Error ? error : new Error(String(error));
  }
  await client.query('RELEASE SAVEPOINT batch');
  return undefined;
}
