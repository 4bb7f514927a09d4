import type { StoredEvent } from '@app/event-store';
import type { LeafFramer } from '../leaf/leaf-framing';
import type { Hash, HashSuite } from '../tree/hash-suite';
import type { Finding } from './finding';

/** An entry as it was sealed. */
export interface SealedEntry {
  readonly entry: number;
  readonly position: number;
  readonly leaf: Hash;
}

/**
 * The first entry whose event is not what was sealed, and the search for what became of it. Hashes tell that something
 * is different, not what; but an event that was moved still gives its leaf, framed with the position it had.
 */
export class LeafSuspicion {
  private settled: Finding | undefined;

  constructor(
    private readonly suite: HashSuite,
    private readonly framer: LeafFramer,
    private readonly sealed: SealedEntry,
    private readonly found: StoredEvent,
  ) {
    const { entry, position } = sealed;
    if (found.position > position) this.settled = { code: 'event-missing', entry, position };
    if (found.position < position) this.settled = { code: 'event-inserted', entry, position: found.position };
  }

  /** Looks at a later entry and at the event that stands in its place now. */
  look(later: SealedEntry, event: StoredEvent): void {
    if (this.settled) return;
    const { entry, position } = this.sealed;
    const stoodHere = this.isLeaf(event, this.sealed);
    const belongsThere = this.isLeaf(this.found, later);
    const next = later.entry === entry + 1;
    if (stoodHere && belongsThere)
      this.settled = { code: 'events-swapped', entry, position, otherPosition: event.position };
    else if (stoodHere && next) this.settled = { code: 'event-inserted', entry, position };
    else if (belongsThere && next) this.settled = { code: 'event-missing', entry, position };
    else if (stoodHere) this.settled = { code: 'event-moved', entry, position, otherPosition: event.position };
  }

  /** Looks at a later entry in whose place no event stands any more. */
  lookAtEnd(later: SealedEntry): void {
    const { entry, position } = this.sealed;
    if (later.entry === entry + 1 && this.isLeaf(this.found, later))
      this.settled ??= { code: 'event-missing', entry, position };
  }

  /** What became of it, as far as was found; altered, when nothing was. */
  finding(): Finding & Pick<SealedEntry, 'entry'> {
    const { entry, position } = this.sealed;
    return { ...(this.settled ?? { code: 'event-altered', position }), entry };
  }

  private isLeaf(event: StoredEvent, { position, leaf }: SealedEntry): boolean {
    return this.suite.leaf(this.framer.frame({ ...event, position })).equals(leaf);
  }
}
