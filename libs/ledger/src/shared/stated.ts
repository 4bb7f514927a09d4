/** Where a value comes from: `sourced` from a text that was read, `our-default` where no readable text gives one. */
export const MARKS = ['sourced', 'our-default'] as const;
export type Mark = (typeof MARKS)[number];

/** A value of a rule set with its origin: law, article and the key of the source list, or why we chose it. */
export interface Stated<T> {
  readonly value: T;
  readonly mark: Mark;
  readonly basis: string;
}
