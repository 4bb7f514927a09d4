import type { StoredEvent } from '@app/event-store';

/** An event that could not be applied; its subject stops there. */
export interface SubjectStopped {
  readonly subjectId: string;
  readonly position: number;
  readonly error: Error;
}

/** More subjects than this in one batch: then it is not the events that are at fault. Our default. */
export const subjectsStoppedMax = 20;

/** So many subjects stopped at once that the code must be at fault; the whole projection stops instead. */
export class TooManySubjectsStopped extends Error {
  constructor(cause: Error) {
    super(`more than ${subjectsStoppedMax} subjects would stop in one batch, the last by: ${cause.message}`, { cause });
    this.name = 'TooManySubjectsStopped';
  }
}

/**
 * Applies a batch apart from the events at fault, which it finds by halving: events before and after them are applied, in
 * order; those of a subject that stopped are left out from the one at fault on.
 *
 * @param attempt applies some events, or none of them and gives the error when one of them is at fault; throws for any other.
 * @returns the subjects that stopped.
 * @throws what `attempt` throws; the error itself when the event at fault is about nobody; `TooManySubjectsStopped`.
 */
export async function applyApart(
  events: readonly StoredEvent[],
  attempt: (events: readonly StoredEvent[]) => Promise<Error | undefined>,
): Promise<readonly SubjectStopped[]> {
  const stopped = new Map<string, SubjectStopped>();
  const goesOn = ({ subjectId }: StoredEvent): boolean => subjectId === null || !stopped.has(subjectId);

  const applyPart = async (part: readonly StoredEvent[]): Promise<void> => {
    const [first] = part;
    if (!first) return;
    const error = await attempt(part);
    if (error === undefined) return;
    if (part.length > 1) {
      const middle = part.length >> 1;
      await applyPart(part.slice(0, middle));
      await applyPart(part.slice(middle).filter(goesOn));
      return;
    }
    if (first.subjectId === null) throw error;
    if (stopped.size === subjectsStoppedMax) throw new TooManySubjectsStopped(error);
    stopped.set(first.subjectId, { subjectId: first.subjectId, position: first.position, error });
  };

  await applyPart(events);
  return [...stopped.values()];
}
