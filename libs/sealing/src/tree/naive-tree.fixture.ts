import { createHash } from 'node:crypto';
import type { SubtreeHash } from './proofs';

/** RFC 6962, section 2.1, word for word: slow, without any of our code, to hold the fast one against. */
export const naive = {
  leaf: (leaf: Uint8Array): Buffer => sha256(Buffer.from([0]), leaf),

  /** MTH(D[n]) over leaf hashes. */
  root: (leaves: readonly Buffer[]): Buffer => {
    if (leaves.length === 0) return sha256();
    if (leaves.length === 1) return leaves[0] ?? sha256();
    const k = split(leaves.length);
    return sha256(Buffer.from([1]), naive.root(leaves.slice(0, k)), naive.root(leaves.slice(k)));
  },

  /** PATH(m, D[n]). */
  path: (m: number, leaves: readonly Buffer[]): Buffer[] => {
    if (leaves.length === 1) return [];
    const k = split(leaves.length);
    return m < k
      ? [...naive.path(m, leaves.slice(0, k)), naive.root(leaves.slice(k))]
      : [...naive.path(m - k, leaves.slice(k)), naive.root(leaves.slice(0, k))];
  },

  /** PROOF(m, D[n]). */
  proof: (m: number, leaves: readonly Buffer[]): Buffer[] =>
    m === 0 || m === leaves.length ? [] : subproof(m, leaves, true),
};

function subproof(m: number, leaves: readonly Buffer[], whole: boolean): Buffer[] {
  if (m === leaves.length) return whole ? [] : [naive.root(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), naive.root(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), naive.root(leaves.slice(0, k))];
}

/** Complete subtrees straight from the leaves. */
export const subtreesOf =
  (leaves: readonly Buffer[]): SubtreeHash =>
  (height, index) => {
    const width = 2 ** height;
    if ((index + 1) * width > leaves.length) throw new Error(`subtree ${height}/${index} is not complete`);
    return naive.root(leaves.slice(index * width, (index + 1) * width));
  };

/** Leaf hashes that are all different. */
export const someLeaves = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, index) => naive.leaf(Buffer.from(`leaf ${index}`)));

const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));
const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
