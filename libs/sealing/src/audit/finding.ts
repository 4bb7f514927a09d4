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
  | 'checkpoint-contradicted'
  | 'checkpoint-beyond-log';

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
