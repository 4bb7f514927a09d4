/** From when and until when a body shows a record to the public. */
export interface Publicity {
  /** First day; null: the day on which the body publishes it, which its receipt names. */
  readonly from: string | null;
  /** Last day; null: open, until the day of publication is known, or until the record is taken back. */
  readonly until: string | null;
}
