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

/** Says why a program did not start, and that it did not: code 1. It ends by itself, because nothing was begun yet. */
export function notStarted(error: unknown): void {
  console.error(error instanceof SettingFault ? error.message : error);
  process.exitCode = 1;
}
