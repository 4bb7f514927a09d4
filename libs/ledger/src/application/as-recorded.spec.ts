import type { EventLog, StoredEvent } from '@app/event-store';
import { refusalFrom } from '../../../../test/support/refusal-from';
import { asRecorded } from './as-recorded';
import type { Stand } from './stand';

/** A log in which the newest event of every stream stands at 7. */
const log = { readStream: () => Promise.resolve([{ position: 7 } as StoredEvent]) } as unknown as EventLog;

/** A read model that comes further each time it is read. */
function following(positions: readonly number[], change: Partial<Stand> = {}) {
  let reads = 0;
  return {
    reads: () => reads,
    read: () => {
      const position = positions[Math.min(reads++, positions.length - 1)] ?? 0;
      const stand: Stand = {
        position,
        caughtUpAt: new Date('2026-06-01T04:00:00.000Z'),
        ageMs: 3,
        staleAfterMs: 15_000,
        clocksApart: false,
        stoppedBy: null,
        stopped: new Map(),
        differing: new Set<string>(),
        ...change,
      };
      return Promise.resolve({ stand, rows: [position] });
    },
  };
}

describe('one paper as it was recorded', () => {
  it('is read at once where the read model holds it', async () => {
    const model = following([9]);
    expect((await asRecorded(log, 'paper-1', model.read)).rows).toEqual([9]);
    expect(model.reads()).toBe(1);
  });

  it('is waited for where it is about to come', async () => {
    expect((await asRecorded(log, 'paper-1', following([5, 6, 6, 7]).read)).rows).toEqual([7]);
  });

  it('is never said not to be there because it did not come in time', async () => {
    expect(await refusalFrom(asRecorded(log, 'paper-1', following([5]).read))).toMatchObject({
      code: 'cannot-answer',
      facts: { reason: 'read-model-behind', position: 5 },
    });
  });

  it('is not waited for where the read model stands still', async () => {
    const model = following([5], { stoppedBy: 'an event that is not understood' });
    expect(await refusalFrom(asRecorded(log, 'paper-1', model.read))).toMatchObject({
      facts: { reason: 'read-model-stopped' },
    });
    expect(model.reads()).toBe(1);
  });
});
