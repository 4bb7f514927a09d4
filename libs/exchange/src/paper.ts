/** The paper a document speaks of: what both sides know it by, whoever sends it and how often. */
export interface Paper {
  /** Unified social credit code of the authority that made it. */
  readonly authorityCode: string;
  readonly documentNumber: string;
  /** Whom it is about. */
  readonly subjectCode: string;
}
