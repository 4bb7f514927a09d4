import { whenNpmIsGone } from '../../composition/src/npm-above';

/** For everything together; a supervisor kills after fifteen seconds what has not gone by itself. */
const deadlineMs = 14_500;

/** Stops one thing politely; once `impatient` says so, at once: then it is let go, or killed. `code`: with which all this ends, so far. */
export type Stop = (impatient: AbortSignal, code: number) => Promise<void>;

export interface Stopping {
  /** What has to be stopped, and how long it may be polite. What is named last is stopped first. */
  last(stop: Stop, withinMs: number): void;
  /** Aborted once a stop is under way. */
  readonly told: AbortSignal;
  /** Stops everything now and ends the process with this code. */
  now(code: number): Promise<void>;
}

/**
 * Ctrl-C and SIGTERM stop everything in order, each part within its time, and so all of it within fifteen seconds, whatever
 * hangs. A second signal no longer waits, and leaves nothing running either. When npm, which started us, is killed the hard way,
 * nobody could stop us by it any more, so we stop by ourselves.
 */
export function whenTold(): Stopping {
  const stops: { readonly stop: Stop; readonly withinMs: number }[] = [];
  const hurry = new AbortController();
  const under = new AbortController();
  let stopping: Promise<void> | undefined;

  const stopAll = async (code: number): Promise<void> => {
    under.abort();
    // What hangs keeps the process alive, and nothing but `exit` ends it then.
    setTimeout(() => process.exit(1), deadlineMs);
    let end = code;
    for (const { stop, withinMs } of stops.reverse()) {
      if (!(await stopped((impatient) => stop(impatient, end), withinMs, hurry.signal))) end = 1;
    }
    // What was given up because it took too long may still hold the process.
    process.exit(end);
  };
  const now = (code: number) => (stopping ??= stopAll(code));
  const told = () => {
    if (stopping) hurry.abort();
    else void now(0);
  };

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, told);
  whenNpmIsGone(() => {
    if (!stopping) void now(0);
  });
  return { last: (stop, withinMs) => stops.push({ stop, withinMs }), told: under.signal, now };
}

/** So long something has to be killed, once its time is over. What does not even go then is left. */
const graceMs = 500;

/** True when it stopped by itself in time. */
async function stopped(
  stop: (impatient: AbortSignal) => Promise<void>,
  withinMs: number,
  hurry: AbortSignal,
): Promise<boolean> {
  const impatient = AbortSignal.any([hurry, AbortSignal.timeout(withinMs)]);
  const late = new Promise<boolean>((resolve) => {
    const giveUp = () =>
      setTimeout(() => {
        resolve(false);
      }, graceMs);
    if (impatient.aborted) giveUp();
    else impatient.addEventListener('abort', giveUp);
  });
  try {
    return await Promise.race([stop(impatient).then(() => !impatient.aborted), late]);
  } catch (error) {
    console.error(error);
    return false;
  }
}
