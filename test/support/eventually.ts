import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than the slowest machine needs: a wait that comes to its end has found a fault, not a busy machine. */
const waitMs = 60_000;

/** Asks again until the answer pleases; returns the last answer, so that a test says what it found. */
export async function eventually<Found>(
  ask: () => Promise<Found>,
  pleases: (found: Found) => boolean,
  withinMs = waitMs,
): Promise<Found> {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (pleases(found) || Date.now() > end) return found;
    await sleep(20);
  }
}

/** Waits until it is so. @throws Error when it does not become so */
export async function comesTrue(isSo: () => boolean | Promise<boolean>, withinMs = waitMs): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`it did not come true within ${withinMs / 1_000} s: ${String(isSo)}`);
    await sleep(5);
  }
}
