/** A name that an event gives its subject. */
export interface GivenName {
  readonly name: string;
  /** `registered`: by registration or renaming; `paper`: as printed on a paper. */
  readonly source: 'registered' | 'paper';
}

export const asRegistered = (name: string): GivenName => ({ name, source: 'registered' });
export const asPrinted = (name: string): GivenName => ({ name, source: 'paper' });
