import { log } from './logger';

/** A setting that cannot be read. Its sentence is all there is to say of it. */
class SettingFault extends Error {}

/** What the settings say. @throws when they cannot be read; `notStarted` says why */
export function fromSettings<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    throw new SettingFault(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/**
 * Says why a program did not start, and ends it with code 1. What was begun until then (connections, followers, a signer) would go
 * on working unseen otherwise, and no supervisor would start another.
 */
export function notStarted(error: unknown): never {
  log.fatal(error instanceof SettingFault ? {} : { err: error }, `not started: ${sentenceOf(error)}`);
  process.exit(1);
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
