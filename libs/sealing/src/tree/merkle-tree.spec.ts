import fc from 'fast-check';
import { GrowingTree } from './growing-tree';
import { leafHash, sha256Rfc6962 as suite } from './hash-suite';
import { naive, someLeaves, subtreesOf } from './naive-tree.fixture';
import { consistencyProof, inclusionProof, provesConsistency, provesInclusion, rootAt, subtreesNeeded } from './proofs';
import {
  referenceConsistencyProofs,
  referenceInclusionProofs,
  referenceLeaves,
  referenceRoots,
} from './reference-vectors.fixture';

const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'));
const bytes = (hashes: readonly string[]) => hashes.map((hash) => Buffer.from(hash, 'hex'));

describe('the vectors of RFC 6962 and its reference implementation', () => {
  const leaves = bytes(referenceLeaves).map((leaf) => leafHash(suite, leaf));
  const hashOf = subtreesOf(leaves);
  const roots = bytes(referenceRoots);

  it('give each root, as the tree grows', () => {
    const tree = new GrowingTree(suite);
    const grown = [tree.root()];
    for (const leaf of leaves) {
      tree.append(leaf);
      grown.push(tree.root());
    }
    expect(hex(grown)).toEqual(referenceRoots);
  });

  it.each(referenceInclusionProofs)('give the inclusion proof of entry %i in a tree of %i', (entry, size, proof) => {
    expect(hex(inclusionProof(suite, entry, size, hashOf))).toEqual(proof);
    const [leaf = suite.empty, root = suite.empty] = [leaves[entry], roots[size]];
    expect(provesInclusion(suite, { entry, size, leaf, root, proof: bytes(proof) })).toBe(true);
  });

  it.each(referenceConsistencyProofs)('give the consistency proof from %i to %i', (from, to, proof) => {
    expect(hex(consistencyProof(suite, from, to, hashOf))).toEqual(proof);
    const [fromRoot = suite.empty, toRoot = suite.empty] = [roots[from], roots[to]];
    expect(provesConsistency(suite, { from, to, fromRoot, toRoot, proof: bytes(proof) })).toBe(true);
  });
});

const size = fc.integer({ min: 0, max: 600 });
const twoSizes = fc.tuple(size, size).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const entryAndSize = fc
  .integer({ min: 1, max: 600 })
  .chain((n) => fc.record({ entry: fc.integer({ min: 0, max: n - 1 }), size: fc.constant(n) }));
const leaves = someLeaves(600);
const hashOf = subtreesOf(leaves);
const rootOf = (n: number) => naive.root(leaves.slice(0, n));
/** A hash with one bit of it turned. */
const turned = (hash: Buffer, bit: number): Buffer => {
  const other = Buffer.from(hash);
  other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return other;
};
const bit = fc.integer({ min: 0, max: 255 });

describe('a tree of any size, held against the definition', () => {
  it('has the same root, grown or put together from subtrees', () => {
    fc.assert(
      fc.property(size, (n) => {
        const tree = new GrowingTree(suite);
        for (const leaf of leaves.slice(0, n)) tree.append(leaf);
        expect(tree.root()).toEqual(rootOf(n));
        expect(rootAt(suite, n, hashOf)).toEqual(rootOf(n));
      }),
      { numRuns: 50 },
    );
  });

  it('goes on growing from where it stood', () => {
    fc.assert(
      fc.property(twoSizes, ({ from, to }) => {
        const tree = GrowingTree.standing(suite, from, hashOf);
        for (const leaf of leaves.slice(from, to)) tree.append(leaf);
        expect([tree.size, tree.root()]).toEqual([to, rootOf(to)]);
      }),
      { numRuns: 50 },
    );
  });

  it('tells of every complete subtree once', () => {
    const told = new Map<string, Buffer>();
    const tree = new GrowingTree(suite);
    for (const leaf of leaves) tree.append(leaf, (height, index, hash) => told.set(`${height}/${index}`, hash));
    for (const [place, hash] of told) {
      const [height = 0, index = 0] = place.split('/').map(Number);
      expect(hash).toEqual(hashOf(height, index));
    }
    expect(told.size).toBe(600 + 300 + 150 + 75 + 37 + 18 + 9 + 4 + 2 + 1);
  });

  it('proves each entry, by the path of the definition', () => {
    fc.assert(
      fc.property(entryAndSize, ({ entry, size: n }) => {
        const proof = inclusionProof(suite, entry, n, hashOf);
        expect(proof).toEqual(naive.path(entry, leaves.slice(0, n)));
        const leaf = leaves[entry] ?? suite.empty;
        expect(provesInclusion(suite, { entry, size: n, leaf, root: rootOf(n), proof })).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('proves that it began as any smaller one, by the proof of the definition', () => {
    fc.assert(
      fc.property(twoSizes, ({ from, to }) => {
        const proof = consistencyProof(suite, from, to, hashOf);
        expect(proof).toEqual(naive.proof(from, leaves.slice(0, to)));
        expect(provesConsistency(suite, { from, to, fromRoot: rootOf(from), toRoot: rootOf(to), proof })).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('needs few subtrees for a proof, however large it is', () => {
    const million = 1_000_000_000_003;
    const needed = subtreesNeeded(suite, (hash) => inclusionProof(suite, 123_456_789_012, million, hash));
    expect(needed.length).toBeLessThan(80);
    expect(needed.every(({ height, index }) => (index + 1) * 2 ** height <= million)).toBe(true);
  });
});

describe('what is not so is not proved', () => {
  it('with another entry, leaf, root, size or hash of the proof', () => {
    fc.assert(
      fc.property(entryAndSize, bit, fc.nat(), ({ entry, size: n }, at, which) => {
        const leaf = leaves[entry] ?? suite.empty;
        const claim = { entry, size: n, leaf, root: rootOf(n), proof: inclusionProof(suite, entry, n, hashOf) };
        const index = claim.proof.length === 0 ? -1 : which % claim.proof.length;
        const lies = [
          { ...claim, leaf: turned(leaf, at) },
          { ...claim, root: turned(claim.root, at) },
          { ...claim, entry: n },
          { ...claim, proof: [...claim.proof, leaf] },
          ...(index < 0
            ? []
            : [
                { ...claim, entry: entry ^ 1 },
                { ...claim, proof: claim.proof.slice(1) },
                { ...claim, proof: claim.proof.map((hash, i) => (i === index ? turned(hash, at) : hash)) },
                { ...claim, proof: claim.proof.map((hash, i) => (i === index ? hash.subarray(1) : hash)) },
              ]),
        ];
        for (const lie of lies) expect(provesInclusion(suite, lie)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('with another beginning, end, root or hash of the proof', () => {
    fc.assert(
      fc.property(twoSizes, bit, fc.nat(), ({ from, to }, at, which) => {
        fc.pre(from > 0 && from < to);
        const proof = consistencyProof(suite, from, to, hashOf);
        const claim = { from, to, fromRoot: rootOf(from), toRoot: rootOf(to), proof };
        const index = which % proof.length;
        const lies = [
          { ...claim, fromRoot: turned(claim.fromRoot, at) },
          { ...claim, toRoot: turned(claim.toRoot, at) },
          { ...claim, from: to, to: from },
          { ...claim, from: 0 },
          { ...claim, proof: [] },
          { ...claim, proof: [...proof, claim.fromRoot] },
          { ...claim, proof: proof.map((hash, i) => (i === index ? turned(hash, at) : hash)) },
        ];
        for (const lie of lies) expect(provesConsistency(suite, lie)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('and is not even tried', () => {
    expect(() => inclusionProof(suite, 3, 3, hashOf)).toThrow(RangeError);
    expect(() => inclusionProof(suite, -1, 3, hashOf)).toThrow(RangeError);
    expect(() => inclusionProof(suite, 0.5, 3, hashOf)).toThrow(RangeError);
    expect(() => consistencyProof(suite, 4, 3, hashOf)).toThrow(RangeError);
    expect(() => suite.node(Buffer.alloc(31), Buffer.alloc(32))).toThrow(RangeError);
  });
});
