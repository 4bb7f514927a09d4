export type RebuildRefusalCode =
  | 'rebuild-under-way' // another process is working on it
  | 'replaced-one-is-kept' // it would be overwritten: drop it first
  | 'nothing-built' // there is nothing to switch to, to compare or to drop
  | 'nothing-replaced' // there is nothing to switch back to
  | 'tables-in-use'; // somebody reads the tables for so long that they could not change places

/** Why a rebuild, a switch or a drop was not begun or not done; nothing has changed. */
export class RebuildRefused extends Error {
  constructor(
    readonly code: RebuildRefusalCode,
    readonly projection: string,
  ) {
    super(`${code}: ${projection}`);
    this.name = 'RebuildRefused';
  }
}
