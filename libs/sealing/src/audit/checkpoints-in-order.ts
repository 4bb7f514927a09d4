import { checkpointsAfter, type Connection, type StoredCheckpoint } from '../seal-records';
import type { Hash } from '../tree/hash-suite';
import type { CheckpointOnTrial } from './checkpoint-trial';

const checkpointsPerPage = 200;

/** A checkpoint that an auditor has kept, as text; `name` is what to call it. */
export interface CheckpointCopy {
  readonly name: string;
  readonly note: string;
}

/** A tree that somebody remembers without a note: what was derived when he looked last. */
export interface KnownHead {
  readonly name: string;
  readonly size: number;
  readonly root: Hash;
}

type Sized = CheckpointOnTrial & { readonly size: number };

/** Stored checkpoints, a page at a time, and an auditor's copies among them; the smaller trees first. */
export class CheckpointsInOrder {
  private readonly copies: Sized[];
  private page: StoredCheckpoint[] = [];
  private after: Pick<StoredCheckpoint, 'size' | 'keyId'> = { size: -1, keyId: '' };
  private exhausted = false;

  constructor(
    private readonly connection: Connection,
    copies: readonly CheckpointCopy[],
    heads: readonly KnownHead[] = [],
  ) {
    this.copies = [
      ...copies.map((copy) => ({ ...copy, size: sizeIn(copy.note) })),
      ...heads.map((head) => ({ name: head.name, note: '', head, size: head.size })),
    ].sort((a, b) => a.size - b.size);
  }

  /** Whether the next page has to be fetched before `nextSize` can tell. */
  get needsPage(): boolean {
    return this.page.length === 0 && !this.exhausted;
  }

  async fetchPage(): Promise<void> {
    this.page = await checkpointsAfter(this.connection, this.after, checkpointsPerPage);
    this.after = this.page.at(-1) ?? this.after;
    this.exhausted = this.page.length < checkpointsPerPage;
  }

  /** Size of the next one; infinite when none is left. */
  get nextSize(): number {
    return Math.min(this.page[0]?.size ?? Infinity, this.copies[0]?.size ?? Infinity);
  }

  take(): CheckpointOnTrial | undefined {
    const [stored] = this.page;
    const [copy] = this.copies;
    if (copy && (!stored || copy.size < stored.size)) return this.copies.shift();
    const row = this.page.shift();
    return row && { name: `${row.size}+${row.keyId}`, note: row.note, row };
  }
}

/** Believed of nobody, only to put copies in order. One that cannot be read comes first and is judged first. */
function sizeIn(note: string): number {
  const size = Number(note.split('\n')[1]);
  return Number.isSafeInteger(size) && size >= 0 ? size : 0;
}
