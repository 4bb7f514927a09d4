/** What an audit can find. Codes are kept for good; the sentences are said where people read them. */
export type FindingCode =
  // the log against the leaves that were sealed
  | 'event-altered'
  | 'event-missing'
  | 'event-inserted'
  | 'events-swapped'
  | 'event-moved'
  | 'log-shorter'
  // the tiles against the log
  | 'leaf-altered'
  | 'tile-altered'
  | 'tile-missing'
  | 'tile-surplus'
  | 'state-altered'
  // the checkpoints, the stored ones and an auditor's own
  | 'checkpoint-malformed'
  | 'checkpoint-signature-wrong'
  | 'checkpoint-signer-unknown'
  | 'checkpoint-row-altered'
  | 'checkpoint-origin-differs'
  | 'checkpoint-suite-unknown'
  | 'checkpoint-time-back'
  | 'checkpoint-time-ahead'
  | 'checkpoint-contradicted'
  | 'checkpoint-beyond-log'
  | 'checkpoints-missing'
  | 'signing-overdue'
  // the keys that signed, against those that the log has introduced
  | 'key-not-introduced'
  | 'key-without-the-one-before'
  // the tables of keys (who is let in, keys of persons), against the log
  | 'keys-contradict-log'
  // what is read is no table: somebody answers in its place
  | 'table-not-plain';

/**
 * Findings about rows that anybody who writes to the database can add beside the true ones. They are told like the others, but the
 * signer goes on: it takes nothing from those rows, and to stop would let anybody stop it.
 */
export const signerGoesOnDespite: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'checkpoint-malformed',
  'checkpoint-signature-wrong',
  'checkpoint-signer-unknown',
  'checkpoint-row-altered',
  'checkpoint-origin-differs',
  'checkpoint-suite-unknown',
  'checkpoint-time-back',
  'checkpoint-time-ahead',
  'checkpoints-missing',
  'signing-overdue',
  'key-not-introduced',
  'key-without-the-one-before',
  'keys-contradict-log',
]);

export interface Finding {
  readonly code: FindingCode;
  /** The entry at fault, counted from 0; where only a range is known, the first it can be. */
  readonly entry?: number;
  /** Only a range is known: the first entry at fault comes before this one. */
  readonly before?: number;
  /** Where the entry at fault stood in the log when it was sealed; of an inserted one, where it stands. */
  readonly position?: number;
  /** Where it stands now, of one that was moved; with which position it was swapped. */
  readonly otherPosition?: number;
  /** Which tile, checkpoint or column. */
  readonly what?: string;
}
