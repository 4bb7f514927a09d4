import { createHash, type Hash } from 'node:crypto';
import { type HeldRow, inKeyOrder } from '@app/outbox';
import { differencesOf, type Expected } from './domain/difference';
import type { Difference, KindCompared } from './domain/reconciliation.events';

/** One difference, with both sides of it. */
export interface DifferenceFound {
  readonly difference: Difference;
  readonly expected: Expected | undefined;
  readonly held: HeldRow | undefined;
}

export interface Comparison {
  readonly kinds: readonly KindCompared[];
  readonly differences: number;
}

/** So many differences are handed on at once. */
const handful = 500;

/** A body gives what it holds in another order than it promised: nothing can be compared then. */
export class OutOfOrder extends Error {
  constructor(key: string) {
    super(`what the body holds is not in the order of its keys, at ${key}`);
    this.name = 'OutOfOrder';
  }
}

/**
 * Walks through both sides at once, each in the order of its keys, and keeps no more of them than a page.
 *
 * @param onFound is told every difference, some at a time
 */
export async function compare(
  told: AsyncIterable<readonly Expected[]>,
  holds: AsyncIterable<readonly HeldRow[]>,
  onFound: (some: readonly DifferenceFound[]) => Promise<void>,
): Promise<Comparison> {
  const tallies = new Tallies();
  const some: DifferenceFound[] = [];
  let differences = 0;
  for await (const { expected, held, again } of pairs(told, holds)) {
    const found = differencesOf(expected, held, again);
    tallies.count(expected, held, again, found.length);
    differences += found.length;
    for (const difference of found) some.push({ difference, expected, held });
    if (some.length >= handful) await onFound(some.splice(0));
  }
  if (some.length > 0) await onFound(some);
  return { kinds: tallies.kinds(), differences };
}

interface Pair {
  readonly expected: Expected | undefined;
  readonly held: HeldRow | undefined;
  /** The body has said this key before. */
  readonly again: boolean;
}

async function* pairs(
  told: AsyncIterable<readonly Expected[]>,
  holds: AsyncIterable<readonly HeldRow[]>,
): AsyncGenerator<Pair> {
  const [ours, theirs] = [oneForEachKey(rowsOf(told)), rowsOf(holds)];
  try {
    let [expected, held] = [await ours.next(), await theirs.next()];
    let before: string | undefined;
    let matched: Expected | undefined;
    while (!expected.done || !held.done) {
      if (!held.done && before !== undefined && inKeyOrder(held.value.key, before) < 0) throw new OutOfOrder(before);
      if (!held.done && held.value.key === before) {
        yield { expected: matched, held: held.value, again: true };
        held = await theirs.next();
        continue;
      }
      const order = expected.done ? 1 : held.done ? -1 : inKeyOrder(expected.value.key, held.value.key);
      const [mine, its] = [expected, held];
      matched = order <= 0 && !mine.done ? mine.value : undefined;
      yield { expected: matched, held: order >= 0 && !its.done ? its.value : undefined, again: false };
      if (order >= 0 && !its.done) {
        before = its.value.key;
        held = await theirs.next();
      }
      if (order <= 0) expected = await ours.next();
    }
  } finally {
    await Promise.all([ours.return(undefined), theirs.return(undefined)]);
  }
}

async function* rowsOf<Row>(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<Row, undefined> {
  for await (const page of pages) yield* page;
  return undefined;
}

/** Two messages may have come to the same key: the body holds the one that it acknowledged. */
async function* oneForEachKey(rows: AsyncIterable<Expected>): AsyncGenerator<Expected, undefined> {
  let kept: Expected | undefined;
  for await (const row of rows) {
    if (kept?.key === row.key) {
      if (kept.presence === 'may') kept = row;
      continue;
    }
    if (kept) yield kept;
    kept = row;
  }
  if (kept) yield kept;
  return undefined;
}

/** What was counted, for each kind. */
class Tallies {
  private readonly found = new Map<
    string,
    { told: number; held: number; differences: number; readonly ours: Hash; readonly theirs: Hash }
  >();

  count(expected: Expected | undefined, held: HeldRow | undefined, again: boolean, differences: number): void {
    const tally = this.of(expected?.kind ?? held?.kind ?? '');
    if (held) {
      tally.held += 1;
      tally.theirs.update(lineOf(held));
    }
    // What may be there and is, is as it ought to be; what nobody can say is taken from what is held.
    if (expected && !again && (expected.presence === 'must' || held)) {
      tally.told += 1;
      tally.ours.update(
        lineOf({
          key: expected.key,
          kind: expected.kind,
          fingerprint: expected.fingerprint ?? held?.fingerprint ?? '',
          state:
            expected.standing === 'either' || expected.presence === 'may'
              ? (held?.state ?? 'shown')
              : expected.standing,
          receiptNumber: expected.receiptNumber ?? held?.receiptNumber ?? '',
        }),
      );
    }
    tally.differences += differences;
  }

  kinds(): readonly KindCompared[] {
    return [...this.found]
      .sort(([one], [other]) => inKeyOrder(one, other))
      .map(([kind, { told, held, differences, ours, theirs }]) => ({
        kind,
        told,
        held,
        toldHash: ours.digest('hex'),
        heldHash: theirs.digest('hex'),
        differences,
      }));
  }

  private of(kind: string) {
    const known = this.found.get(kind);
    if (known) return known;
    const tally = { told: 0, held: 0, differences: 0, ours: createHash('sha256'), theirs: createHash('sha256') };
    this.found.set(kind, tally);
    return tally;
  }
}

const lineOf = ({ key, kind, fingerprint, state, receiptNumber }: HeldRow): string =>
  `${JSON.stringify([key, kind, fingerprint, state, receiptNumber])}\n`;
