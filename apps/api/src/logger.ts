import type { LoggerService } from '@nestjs/common';
import pino from 'pino';

/** Structured logs, one JSON object a line, on standard error: standard output belongs to what a person reads. */
export const log = pino(
  { level: process.env.LOG_LEVEL ?? 'warn', base: null, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination(2),
);

/** Lines of answers are written together: so many bytes, or what came within so many milliseconds. A plug that is pulled takes them along. Our figures. */
const together = { minLength: 4_096, periodicFlush: 200 };

/** One line for each answer, whatever the level of the others; not waited for, so that answers do not wait for a disk. */
export const accessLog = pino(
  { level: 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination({ dest: 2, sync: false, ...together }),
);

/** What Nest and the modules say, through the same log. */
export function nestLogger(): LoggerService {
  const at =
    (level: 'info' | 'error' | 'warn' | 'debug') =>
    (message: unknown, ...rest: unknown[]): void => {
      const stack = rest.length > 1 ? { stack: rest[0] } : {};
      log[level]({ context: rest.at(-1), ...stack }, typeof message === 'string' ? message : JSON.stringify(message));
    };
  return { log: at('info'), error: at('error'), warn: at('warn'), debug: at('debug'), verbose: at('debug') };
}
