/** What an operator does about it; more in `docs/decisions/0015-eventstoredb.md`, "The way out". */
export const wayOut = {
  /** The events are still there until a scavenge. */
  hidden:
    'an administrator removes $tb, $maxAge and $maxCount from the metadata of the stream before any scavenge (of a deleted stream twice: the first time the server puts $tb back), or restores a backup',
  tombstone: 'an administrator deleted the stream for good: only a backup from before brings it back',
  foreign:
    'another program wrote under our name: if nothing in that stream is ours, an administrator deletes the stream and scavenges, or else restores a backup',
} as const;
