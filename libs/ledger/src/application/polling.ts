import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again every few milliseconds until the answer is yes or the time is over. Resolves to the last answer. */
export async function until(ask: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const end = Date.now() + timeoutMs;
  for (let waitMs = 2; ; waitMs = Math.min(waitMs * 2, 50)) {
    if (await ask()) return true;
    if (Date.now() + waitMs > end) return false;
    await sleep(waitMs);
  }
}
