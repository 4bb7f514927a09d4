import type { Hash, HashSuite } from './hash-suite';

/** Told of each complete subtree at the moment it becomes complete: of 2^`height` leaves, the `index`-th of its height. */
export type SubtreeComplete = (height: number, index: number, hash: Hash) => void;

/**
 * A Merkle tree that grows at its right end (RFC 6962, section 2.1). It remembers the complete subtrees along the right
 * edge and nothing else: one for each 1 in the size's binary digits, so 40 hashes for a million million entries.
 */
export class GrowingTree {
  /** By height; where the size has a 0 the hash is one of the past and without meaning. */
  private readonly edge: Hash[] = [];
  private leaves = 0;

  constructor(private readonly suite: HashSuite) {}

  /**
   * A tree as it stood.
   *
   * @param hashOf gives the complete subtrees of the right edge, for as many heights as the size has binary digits 1.
   */
  static standing(suite: HashSuite, size: number, hashOf: (height: number, index: number) => Hash): GrowingTree {
    const tree = new GrowingTree(suite);
    tree.leaves = size;
    for (let height = 0, rest = size; rest > 0; height++, rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) tree.edge[height] = hashOf(height, rest - 1);
    }
    return tree;
  }

  get size(): number {
    return this.leaves;
  }

  /** Adds the hash of the next leaf. On the average one node is hashed for each leaf. */
  append(leaf: Hash, complete?: SubtreeComplete): void {
    let hash = leaf;
    let height = 0;
    let index = this.leaves;
    complete?.(height, index, hash);
    while (index % 2 === 1) {
      const left = this.edge[height];
      if (!left) throw new Error(`the right edge lacks its subtree of height ${height}`);
      hash = this.suite.node(left, hash);
      height++;
      index = (index - 1) / 2;
      complete?.(height, index, hash);
    }
    this.edge[height] = hash;
    this.leaves++;
  }

  /** The hash of the whole tree as it stands. */
  root(): Hash {
    let root: Hash | undefined;
    for (let height = 0, rest = this.leaves; rest > 0; height++, rest = Math.floor(rest / 2)) {
      const subtree = this.edge[height];
      if (rest % 2 === 0 || !subtree) continue;
      root = root ? this.suite.node(subtree, root) : subtree;
    }
    return root ?? this.suite.empty;
  }
}
