import type { Hash, HashSuite } from './hash-suite';

/** The hash of a complete subtree: of 2^`height` leaves, the `index`-th of its height. */
export type SubtreeHash = (height: number, index: number) => Hash;

export interface Subtree {
  readonly height: number;
  readonly index: number;
}

/** The root of the first `size` leaves. */
export function rootAt(suite: HashSuite, size: number, hashOf: SubtreeHash): Hash {
  return size === 0 ? suite.empty : hashBetween(suite, 0, size, hashOf);
}

/**
 * Proves that `entry` (counted from 0) is in the tree of `size` leaves: RFC 6962, section 2.1.1, nearest hash first.
 * RangeError when there is no such entry in a tree of that size.
 */
export function inclusionProof(suite: HashSuite, entry: number, size: number, hashOf: SubtreeHash): Hash[] {
  if (!isCount(entry) || !isCount(size) || entry >= size)
    throw new RangeError(`no entry ${entry} in a tree of ${size}`);
  const path = (start: number, end: number): Hash[] => {
    if (end - start === 1) return [];
    const middle = start + largestPowerBelow(end - start);
    return entry < middle
      ? [...path(start, middle), hashBetween(suite, middle, end, hashOf)]
      : [...path(middle, end), hashBetween(suite, start, middle, hashOf)];
  };
  return path(0, size);
}

/**
 * Proves that the tree of `from` leaves is the beginning of the tree of `to` leaves: RFC 6962, section 2.1.2. Empty when
 * there is nothing to prove: both are the same, or the first is empty. RangeError when `from` is larger than `to`.
 */
export function consistencyProof(suite: HashSuite, from: number, to: number, hashOf: SubtreeHash): Hash[] {
  if (!isCount(from) || !isCount(to) || from > to) throw new RangeError(`a tree of ${from} cannot begin one of ${to}`);
  if (from === 0 || from === to) return [];
  const path = (start: number, end: number, known: boolean): Hash[] => {
    if (end === from) return known ? [] : [hashBetween(suite, start, end, hashOf)];
    const middle = start + largestPowerBelow(end - start);
    return from <= middle
      ? [...path(start, middle, known), hashBetween(suite, middle, end, hashOf)]
      : [...path(middle, end, false), hashBetween(suite, start, middle, hashOf)];
  };
  return path(0, to, true);
}

/** Which complete subtrees a proof or a root is made of, found by making it once without looking at the hashes. */
export function subtreesNeeded(suite: HashSuite, make: (hashOf: SubtreeHash) => unknown): Subtree[] {
  const needed: Subtree[] = [];
  make((height, index) => {
    needed.push({ height, index });
    return suite.empty;
  });
  return needed;
}

/** Does `proof` lead from the leaf to the root? RFC 9162, section 2.1.3.2. */
export function provesInclusion(suite: HashSuite, { entry, size, leaf, root, proof }: InclusionClaim): boolean {
  if (!isCount(entry) || !isCount(size) || entry >= size || !areHashes(suite, proof)) return false;
  let index = entry;
  let last = size - 1;
  let hash = leaf;
  for (const other of proof) {
    if (last === 0) return false;
    if (index % 2 === 1 || index === last) {
      hash = suite.node(other, hash);
      while (index % 2 === 0 && index > 0) [index, last] = [half(index), half(last)];
    } else hash = suite.node(hash, other);
    [index, last] = [half(index), half(last)];
  }
  return last === 0 && hash.equals(root);
}

export interface InclusionClaim {
  /** Entry number, counted from 0. */
  readonly entry: number;
  readonly size: number;
  /** The hash of the leaf. */
  readonly leaf: Hash;
  readonly root: Hash;
  readonly proof: readonly Hash[];
}

/** Does `proof` show that the tree of the first root is the beginning of the tree of the second? RFC 9162, section 2.1.4.2. */
export function provesConsistency(suite: HashSuite, { from, to, fromRoot, toRoot, proof }: ConsistencyClaim): boolean {
  if (!isCount(from) || !isCount(to) || from > to || !areHashes(suite, proof)) return false;
  if (from === to) return proof.length === 0 && fromRoot.equals(toRoot);
  if (from === 0) return proof.length === 0 && fromRoot.equals(suite.empty);
  const [first, ...rest] = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof;
  if (!first) return false;
  let index = from - 1;
  let last = to - 1;
  while (index % 2 === 1) [index, last] = [half(index), half(last)];
  let older = first;
  let newer = first;
  for (const other of rest) {
    if (last === 0) return false;
    if (index % 2 === 1 || index === last) {
      older = suite.node(other, older);
      newer = suite.node(other, newer);
      while (index % 2 === 0 && index > 0) [index, last] = [half(index), half(last)];
    } else newer = suite.node(newer, other);
    [index, last] = [half(index), half(last)];
  }
  return last === 0 && older.equals(fromRoot) && newer.equals(toRoot);
}

export interface ConsistencyClaim {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Hash;
  readonly toRoot: Hash;
  readonly proof: readonly Hash[];
}

/** The hash of the leaves from `start` up to `end`; `start` is where a subtree of that many leaves may begin. */
function hashBetween(suite: HashSuite, start: number, end: number, hashOf: SubtreeHash): Hash {
  const leaves = end - start;
  if (isPowerOfTwo(leaves)) return hashOf(Math.log2(leaves), start / leaves);
  const middle = start + largestPowerBelow(leaves);
  return suite.node(hashBetween(suite, start, middle, hashOf), hashBetween(suite, middle, end, hashOf));
}

function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

// Sizes go beyond 32 bits, so these do not use bitwise operators.
const half = (count: number): number => Math.floor(count / 2);
const isPowerOfTwo = (count: number): boolean =>
  count > 0 && (count === 1 || (count % 2 === 0 && isPowerOfTwo(count / 2)));
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const areHashes = (suite: HashSuite, hashes: readonly Hash[]): boolean =>
  hashes.every(({ length }) => length === suite.bytes);
