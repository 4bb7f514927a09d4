import { entryTiles, type Connection } from '../seal-records';
import { type HashSuite } from '../tree/hash-suite';
import { hashAt, tileWidth } from '../tree/tiles';
import type { SealedEntry } from './leaf-suspicion';

const tilesPerPage = 16;

/** The sealed entries in order, a few tiles at a time. */
export class SealedEntries {
  private page: readonly SealedEntry[] = [];
  private at = 0;
  private nextTile = 0;
  private exhausted = false;

  constructor(
    private readonly connection: Connection,
    private readonly suite: HashSuite,
  ) {}

  /** Whether the next page has to be fetched before `take` can tell. */
  get needsPage(): boolean {
    return this.at === this.page.length && !this.exhausted;
  }

  async fetchPage(): Promise<void> {
    const tiles = await entryTiles(this.connection, this.nextTile, tilesPerPage);
    this.page = tiles.flatMap(({ number, hashes, positions }) =>
      positions.map((position, at) => ({
        entry: number * tileWidth + at,
        position,
        leaf: hashAt(this.suite, hashes, at),
      })),
    );
    this.at = 0;
    this.exhausted = tiles.length === 0;
    this.nextTile = (tiles.at(-1)?.number ?? this.nextTile) + 1;
  }

  /** The entry of this number; undefined when the tiles do not have it. To be asked for in order. */
  take(entry: number): SealedEntry | undefined {
    const next = this.page[this.at];
    if (next?.entry !== entry) return undefined;
    this.at++;
    return next;
  }
}
