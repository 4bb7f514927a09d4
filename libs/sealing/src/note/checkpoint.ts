import type { Hash } from '../tree/hash-suite';

/**
 * A tree head as C2SP tlog-checkpoint has it: origin, size and root on three lines, then extension lines. Ours are
 * `suite <hash suite> <signature scheme>`, so that a reader knows how to check it when there is a second suite, and
 * `time <instant>`, when it was made.
 */
export interface Checkpoint {
  /** Which log it is about. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  readonly suite: string;
  readonly scheme: string;
  /** UTC, milliseconds, `…Z`. */
  readonly time: string;
}

export class CheckpointMalformed extends Error {
  constructor(reason: string) {
    super(`not a checkpoint: ${reason}`);
    this.name = 'CheckpointMalformed';
  }
}

/** The text that is signed. */
export function checkpointText({ origin, size, root, suite, scheme, time }: Checkpoint): string {
  const text = `${origin}\n${size}\n${root.toString('base64')}\nsuite ${suite} ${scheme}\ntime ${time}\n`;
  if (text.split('\n').length !== 6) throw new CheckpointMalformed('a newline within a line');
  return text;
}

/** Reads a checkpoint's text. Extension lines nobody here knows are passed over. @throws CheckpointMalformed */
export function checkpointIn(text: string): Checkpoint {
  const [origin, size, root, ...extensions] = text.endsWith('\n') ? text.slice(0, -1).split('\n') : [];
  if (!origin) throw new CheckpointMalformed('no origin');
  if (size === undefined || !/^(0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size)))
    throw new CheckpointMalformed('the size is no number');
  if (root === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(root))
    throw new CheckpointMalformed('the root is no base64');
  if (extensions.includes('')) throw new CheckpointMalformed('an empty line');
  const [suite, scheme] = wordsAfter('suite', 2, extensions);
  const [time] = wordsAfter('time', 1, extensions);
  return { origin, size: Number(size), root: Buffer.from(root, 'base64'), suite, scheme, time };
}

function wordsAfter(name: string, count: number, extensions: readonly string[]): [string, string] {
  const lines = extensions.map((line) => line.split(' ')).filter(([first]) => first === name);
  const [, first = '', second = ''] = lines[0] ?? [];
  if (lines.length !== 1 || lines[0]?.length !== count + 1) throw new CheckpointMalformed(`not one line “${name}”`);
  return [first, second];
}
