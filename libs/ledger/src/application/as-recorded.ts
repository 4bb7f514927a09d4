import type { EventLog } from '@app/event-store';
import { readUpTo } from './polling';
import { cannotAnswer, mustSpeak, type Stand } from './stand';

/** Whoever was told that something is recorded and asks at once waits a moment, mostly of milliseconds. Our default. */
const waitMs = 2_000;

/**
 * Reads one paper from a read model once it holds everything that the log says of the paper now: what was acknowledged is seen by
 * whoever asks afterwards, here or on another process.
 *
 * Refusals: those of `mustSpeak`; `cannot-answer` {reason `read-model-behind`} when the read model does not come so far in time.
 *
 * @param stream of the paper
 */
export async function asRecorded<Reading extends { readonly stand: Stand }>(
  log: EventLog,
  stream: string,
  read: () => Promise<Reading>,
): Promise<Reading> {
  const newest = (await log.readStream(stream)).at(-1)?.position ?? 0;
  const { reading } = await readUpTo(
    newest,
    async () => {
      const reading = await read();
      mustSpeak(reading.stand); // one that stands still does not come any further
      return { reading, position: reading.stand.position };
    },
    waitMs,
  );
  if (reading.stand.position < newest) throw cannotAnswer(reading.stand, 'read-model-behind');
  return reading;
}
