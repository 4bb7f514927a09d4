import type { StoredEvent } from '@app/event-store';
import * as fc from 'fast-check';
import { stored } from '../../../test/support/stored';
import { applyApart, subjectsStoppedMax, TooManySubjectsStopped } from './apply-apart';

/** The n-th event of a batch, about this subject. */
const eventAt = (subjectId: string | null, index: number): StoredEvent =>
  stored({ type: 'Happened', data: { subjectId } }, { position: index + 1, occurredOn: '2026-06-01' });

/** A database that takes a batch whole or not at all, and cannot take these positions. */
function databaseRefusing(poisoned: ReadonlySet<number>) {
  const applied: StoredEvent[] = [];
  return {
    applied,
    attempt(events: readonly StoredEvent[]): Promise<Error | undefined> {
      const bad = events.find(({ position }) => poisoned.has(position));
      if (bad) return Promise.resolve(new Error(`cannot take ${bad.position}`));
      applied.push(...events);
      return Promise.resolve(undefined);
    },
  };
}

const positions = (events: readonly StoredEvent[]) => events.map(({ position }) => position);

describe('a batch with events at fault', () => {
  it('is applied whole when there is none', async () => {
    const database = databaseRefusing(new Set());
    const events = ['a', 'b', null].map(eventAt);
    expect(await applyApart(events, (part) => database.attempt(part))).toEqual([]);
    expect(positions(database.applied)).toEqual([1, 2, 3]);
  });

  it('stops the subject at its first event at fault and leaves its later ones out', async () => {
    const database = databaseRefusing(new Set([3, 5]));
    const events = ['a', 'b', 'a', 'b', 'a', 'c'].map(eventAt);
    const stopped = await applyApart(events, (part) => database.attempt(part));
    expect(stopped).toEqual([{ subjectId: 'a', position: 3, error: new Error('cannot take 3') }]);
    expect(positions(database.applied)).toEqual([1, 2, 4, 6]);
  });

  it('applies, of any batch, exactly what does not come after a fault of its own subject, in order', async () => {
    const subjects = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(subjects, fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 8 }), async (of, bad) => {
        const events = of.map(eventAt);
        const poisoned = new Set(bad);
        const database = databaseRefusing(poisoned);
        const stopped = await applyApart(events, (part) => database.attempt(part));

        const firstFault = new Map<string | null, number>();
        for (const { subjectId, position } of events) {
          if (poisoned.has(position) && !firstFault.has(subjectId)) firstFault.set(subjectId, position);
        }
        expect(new Map(stopped.map(({ subjectId, position }) => [subjectId, position]))).toEqual(firstFault);
        const expected = events.filter((event) => event.position < (firstFault.get(event.subjectId) ?? Infinity));
        expect(positions(database.applied)).toEqual(positions(expected));
      }),
    );
  });

  it('cannot be applied when the event at fault is about nobody', async () => {
    const database = databaseRefusing(new Set([2]));
    const events = ['a', null, 'b'].map(eventAt);
    await expect(applyApart(events, (part) => database.attempt(part))).rejects.toThrow('cannot take 2');
  });

  it('is not the events’ fault when too many subjects would stop', async () => {
    const count = subjectsStoppedMax + 1;
    const events = Array.from({ length: count }, (_, index) => eventAt(`subject-${index}`, index));
    const database = databaseRefusing(new Set(positions(events)));
    await expect(applyApart(events, (part) => database.attempt(part))).rejects.toBeInstanceOf(TooManySubjectsStopped);
    const fewer = databaseRefusing(new Set(positions(events.slice(1))));
    expect(await applyApart(events, (part) => fewer.attempt(part))).toHaveLength(subjectsStoppedMax);
  });

  it('passes on an error that is not an event’s', async () => {
    await expect(applyApart([eventAt('a', 0)], () => Promise.reject(new Error('no connection')))).rejects.toThrow(
      'no connection',
    );
  });
});
