import type { LoggerService } from '@nestjs/common';
import pino from 'pino';

const levels = Object.keys(pino.levels.values);
const levelDefault = 'warn';

/** `LOG_LEVEL`: trace, debug, info, warn unless said, error, fatal. @throws on any other */
export function logLevelFrom({ LOG_LEVEL: text = levelDefault }: NodeJS.ProcessEnv): string {
  if (!levels.includes(text)) throw new Error(`LOG_LEVEL is none of ${levels.join(', ')}: ${text}`);
  return text;
}

/** Of an error, what says where it arose. Its other fields may hold addresses with passwords, or a row of somebody's. */
function errorSaid(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { type, message, stack } = pino.stdSerializers.err(error);
  const { code } = error as { code?: unknown };
  return { type, message, stack, ...(code !== undefined && { code }) };
}

/**
 * Structured logs of every process, one JSON object a line, on standard error: standard output belongs to what a person reads. A level
 * that is none is said by the settings; until then the default holds.
 */
export const log = pino(
  {
    level: levels.includes(process.env.LOG_LEVEL ?? '') ? (process.env.LOG_LEVEL ?? levelDefault) : levelDefault,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: errorSaid },
  },
  pino.destination(2),
);

/** What Nest and the modules say, through the same log. */
export function nestLogger(): LoggerService {
  const at =
    (level: 'info' | 'error' | 'warn' | 'debug') =>
    (message: unknown, ...rest: unknown[]): void => {
      const stack = rest.length > 1 ? { stack: rest[0] } : {};
      const context = { context: rest.at(-1), ...stack };
      if (message instanceof Error) log[level]({ ...context, err: message }, message.message);
      else log[level](context, typeof message === 'string' ? message : JSON.stringify(message));
    };
  return { log: at('info'), error: at('error'), warn: at('warn'), debug: at('debug'), verbose: at('debug') };
}
