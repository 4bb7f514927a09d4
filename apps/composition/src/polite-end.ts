import { log } from './logger';
import { whenNpmIsGone } from './npm-above';

/** So long what is under way may go on; then connections are cut. Our figures: together below the fifteen seconds of a supervisor. */
const cutAfterMs = 8_000;
const deadlineMs = 13_000;

export interface PoliteEnd {
  /** What is to be closed; `impatient` says that it takes too long. Until it is said there is nothing to wait for. */
  of(close: (impatient: AbortSignal) => Promise<void>): void;
}

/**
 * SIGTERM, SIGINT and SIGHUP end the process: politely with code 0, and whatever hangs, within thirteen seconds, with code 1. A second
 * signal no longer waits. So does the end of the npm that started it (`npm run start:prod`). Nothing that was acknowledged depends on a polite end.
 *
 * All of these are `process.exit`: what hangs keeps a process alive, and so does a start that goes on while it is told to end.
 */
export function politeEnd(): PoliteEnd {
  let close = (_impatient: AbortSignal): Promise<void> => Promise.resolve();
  let told = false;
  const end = async (): Promise<void> => {
    if (told) process.exit(1);
    told = true;
    setTimeout(() => {
      log.error(`not stopped within ${deadlineMs / 1_000} s: what is still under way is left`);
      process.exit(1);
    }, deadlineMs).unref();
    try {
      await close(AbortSignal.timeout(cutAfterMs));
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'not stopped politely');
      process.exit(1);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end());
  whenNpmIsGone(() => {
    if (!told) void end();
  });
  return {
    of: (closing) => {
      close = closing;
    },
  };
}
