import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again every few milliseconds until the answer is yes or the time is over. Resolves to the last answer. */
export async function until(ask: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  for (let waitMs = 2; ; waitMs = Math.min(waitMs * 2, 50)) {
    if (await ask()) return true;
    if (performance.now() + waitMs > end) return false;
    await sleep(waitMs);
  }
}

/**
 * Reads something that follows the log until it holds every event up to `position`, or the time is over. All waiting
 * for a position is done here.
 *
 * @returns the last reading; its `position` says whether it was reached
 */
export async function readUpTo<Reading extends { readonly position: number }>(
  position: number,
  read: () => Promise<Reading>,
  timeoutMs: number,
): Promise<Reading> {
  let reading = await read();
  if (reading.position >= position) return reading;
  await until(async () => {
    reading = await read();
    return reading.position >= position;
  }, timeoutMs);
  return reading;
}
