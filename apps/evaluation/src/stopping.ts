import { npmAbove } from './npm-above';

const parentCheckMs = 500;
/** Nothing acknowledged depends on a polite end: what has not stopped by then is left to the pulled plug. */
const deadlineMs = 20_000;

export interface Stopping {
  /** What has to be stopped; the one named last is stopped first. */
  last(stop: () => Promise<void>): void;
}

/**
 * Ctrl-C and SIGTERM stop everything in order; a second signal no longer waits. When npm, which started us, is killed the
 * hard way, nobody could stop us by it any more, so we stop by ourselves.
 */
export function whenTold(): Stopping {
  const stops: (() => Promise<void>)[] = [];
  let told = false;
  const stop = async (): Promise<void> => {
    if (told) process.exit(1);
    told = true;
    setTimeout(() => process.exit(1), deadlineMs).unref();
    let code = 0;
    for (const one of stops.reverse()) {
      await one().catch((error: unknown) => {
        console.error(error);
        code = 1;
      });
    }
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  const npm = process.env.npm_lifecycle_event === undefined ? undefined : npmAbove();
  if (npm !== undefined) {
    setInterval(() => {
      if (!told && !isAlive(npm)) void stop();
    }, parentCheckMs).unref();
  }
  return { last: (one) => stops.push(one) };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
