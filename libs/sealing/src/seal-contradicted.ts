/**
 * What was sealed is no longer what stands there: somebody changed the log, the tiles or the checkpoints underneath, or the signer's
 * memory is not this log's. Nothing is signed until an audit passes; `npm run ledger:verify` names the first bad entry.
 */
export class SealContradicted extends Error {
  constructor(
    readonly code: SealContradiction,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
    this.name = 'SealContradicted';
  }
}

export type SealContradiction =
  // the log and the tree
  | 'log-changed'
  | 'log-shorter'
  | 'tile-missing'
  // the tree and what was signed
  | 'checkpoint-contradicted'
  | 'checkpoint-missing'
  | 'checkpoint-row-altered'
  | 'checkpoint-from-future'
  // the memory and the settings
  | 'memory-missing'
  | 'memory-not-ours'
  | 'origin-changed'
  | 'suite-changed'
  | 'key-not-introduced'
  // what an audit found
  | 'audit-found'
  // an alarm raised before, by this process or by another that had the memory
  | 'alarm-stands'
  // what came back is being checked (`npm run after-restore`)
  | 'restore-open';

/** These say that nothing is signed for now, and raise no alarm: one stands already, or a person is at work. */
export const waitsOnly: ReadonlySet<string> = new Set<SealContradiction>(['alarm-stands', 'restore-open']);

/** These say that the history is another than the one that was signed: a declared branch leads past them, and nothing else does. */
export const settledByBranch: ReadonlySet<string> = new Set<SealContradiction>([
  'log-shorter',
  'checkpoint-contradicted',
  'checkpoint-missing',
  'origin-changed',
  'memory-not-ours',
  'key-not-introduced',
]);
