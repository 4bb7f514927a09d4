/**
 * There is something in our streams that this log did not write, or not like this: an envelope of an unknown version, a
 * position that does not fit, a stream whose beginning is gone. Reading stops here; nothing is guessed and nothing skipped.
 */
export class UnreadableEvent extends Error {
  constructor(where: string, why: string) {
    super(`${where} cannot be read: ${why}`);
    this.name = 'UnreadableEvent';
  }
}

/** What an operator does about it; more in `docs/decisions/0015-eventstoredb.md`, "The way out". */
export const wayOut = {
  /** The events are still there until a scavenge. */
  hidden:
    'an administrator removes $tb, $maxAge and $maxCount from the metadata of the stream before any scavenge, or restores a backup',
  tombstone: 'an administrator deleted the stream for good: only a backup from before brings it back',
  foreign:
    'another program wrote under our name: if nothing in that stream is ours, an administrator deletes the stream and scavenges, or else restores a backup',
} as const;
