import { type Day, parseDay, Refusal } from '../shared';

interface Place {
  readonly nextDue: Day;
  readonly stream: string;
}

/** Where a page of due work ends, as one word for the address of the next. */
export const cursorOf = ({ nextDue, stream }: Place): string =>
  Buffer.from(`${nextDue} ${stream}`, 'utf8').toString('base64url');

/** Refusal: `cursor-invalid`, at `after`. */
export function readCursor(cursor: string): Place {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, nextDue, stream] = /^(\S+) ([\w-]+)$/.exec(text) ?? [];
  try {
    if (nextDue === undefined || stream === undefined) throw new Refusal('required');
    return { nextDue: nextDue === 'infinity' ? nextDue : parseDay(nextDue), stream };
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal('cursor-invalid', {}, 'after');
    throw error;
  }
}
