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
