import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What a command was called with; undefined: an option there is not, or one without its value. */
export function calledWith<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> | undefined {
  try {
    return parseArgs(config);
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
      return undefined;
    throw error;
  }
}

/** Ends the process with the code of its command, or with `whenItFailed` (1 unless said) and the reason. */
export function endWith(command: Promise<number>, whenItFailed = 1): void {
  command.then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = whenItFailed;
    },
  );
}
