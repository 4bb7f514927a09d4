/** The ledger cannot start, and why, for the person in front of it: what is in the way, where it lies, and what helps. No fault of the program. */
export class StartFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartFailure';
  }
}

/** What is said of a start that failed. A cause is told with it; the place in the program only of what nobody expected. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return `启动失败：${String(error)}`;
  const { cause } = error;
  const because = cause instanceof Error ? `\n  （${cause.message}）` : '';
  return `启动失败：${error.message}${because}`;
}

/** Does what reads or writes `file`; when it cannot be, says which file it is. */
export async function withFile<Found>(file: string, use: (file: string) => Promise<Found>): Promise<Found> {
  try {
    return await use(file);
  } catch (error) {
    throw new StartFailure(`文件 ${file} 无法使用`, { cause: error });
  }
}
