import { createInterface } from 'node:readline';

/** This process's clock as the run sets it: ahead of the machine's by `AHEAD_MS`, and by each number of milliseconds that comes as a line. */
export function steppedClock(): { readonly now: () => Date } {
  let aheadMs = Number(process.env.AHEAD_MS ?? '0');
  createInterface({ input: process.stdin }).on('line', (line) => {
    aheadMs = Number(line);
  });
  return { now: () => new Date(Date.now() + aheadMs) };
}
