/** A name that an event gives its subject. */
export interface GivenName {
  readonly name: string;
  /** `registered`: by registration or renaming; `paper`: as printed on a paper; `case`: as a listing case has it, from a report. */
  readonly source: 'registered' | 'paper' | 'case';
}

export const asRegistered = (name: string): GivenName => ({ name, source: 'registered' });
export const asInCase = (name: string): GivenName => ({ name, source: 'case' });
export const asPrinted = (name: string): GivenName => ({ name, source: 'paper' });
