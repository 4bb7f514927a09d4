import type { StoredEvent } from '@app/event-store';
import type { ClientBase } from 'pg';
import { applyApart, type SubjectStopped } from './apply-apart';
import { concernedIn, isConcerned, type Follower, type Projection } from './projection';
import { type HeldEvent, recordHeld, recordStopped, stoppedAmong } from './stopped-subjects';
import { isTheEventsFault } from './whose-fault';

/**
 * Applies a batch inside the open transaction of `client`, which holds the lock of the projection's checkpoint. Events of
 * stopped subjects are held back; a subject whose event is at fault stops there, and the rest of the batch is applied.
 *
 * @param after where the checkpoint stands; `events` are all there are behind it, in order, also those it does not act on
 * @returns the subjects that stopped in this batch; told to people once the transaction is committed.
 * @throws when no event, or one about nobody, is at fault: then nothing of the batch may be kept.
 */
export async function applyBatch(
  client: ClientBase,
  projection: Projection,
  after: number,
  events: readonly StoredEvent[],
): Promise<readonly SubjectStopped[]> {
  const stoppedBefore = await stoppedAmong(client, projection.name, concernedIn(projection, events));
  const going = goingOn(projection, events, stoppedBefore);
  const stopped = await applyApart(going, (part) => tryToApply(client, projection, part));
  await setAside(client, projection, { after, events, stoppedBefore, stopped });
  return stopped;
}

/** Events it acts on, of subjects that are not stopped. */
export function goingOn(
  follower: Follower,
  events: readonly StoredEvent[],
  stoppedBefore: ReadonlySet<string>,
): readonly StoredEvent[] {
  const concerned = concernedIn(follower, events);
  if (stoppedBefore.size === 0) return concerned;
  return concerned.filter(({ subjectId }) => subjectId === null || !stoppedBefore.has(subjectId));
}

export interface Outcome {
  readonly after: number;
  readonly events: readonly StoredEvent[];
  readonly stoppedBefore: ReadonlySet<string>;
  readonly stopped: readonly SubjectStopped[];
}

/** Writes down who stopped in this batch, and which events wait for stopped subjects. */
export async function setAside(
  client: ClientBase,
  follower: Follower,
  { after, events, stoppedBefore, stopped }: Outcome,
): Promise<void> {
  if (stopped.length === 0 && stoppedBefore.size === 0) return;
  const stoppedNow = new Map(stopped.map(({ subjectId, position }) => [subjectId, position]));
  const held = events.flatMap((event, index): HeldEvent[] => {
    const { subjectId, position } = event;
    if (subjectId === null || !isConcerned(follower, event)) return [];
    if (!stoppedBefore.has(subjectId) && position < (stoppedNow.get(subjectId) ?? Infinity)) return [];
    return [{ subjectId, position, after: events[index - 1]?.position ?? after }];
  });
  await recordStopped(client, follower.name, stopped);
  await recordHeld(client, follower.name, held);
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
