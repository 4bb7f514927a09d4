import type { Paper } from './paper';

/** A listing (regulations 7.4, minimal list record). */
export interface ListEntryDocument {
  readonly subjectName: string;
  readonly uscc: string;
  readonly legalRepresentative: string | null;
  readonly registeredAddress: string | null;
  /** Our code of the ground, and its Chinese name. */
  readonly groundCode: string;
  readonly groundLabel: string;
  /** 失信行为简况. */
  readonly conductSummary: string;
  readonly legalBasis: string;
  readonly decisionNumber: string;
  readonly decisionBody: string;
  readonly decisionBodyCode: string;
  readonly listedOn: string;
  /** Joint-punishment measures, in Chinese. */
  readonly measures: readonly string[];
  /** When it is due to be removed; null for a listing without end. */
  readonly removalDue: string | null;
  readonly dataSource: string;
  readonly dataSourceCode: string;
}

export const listEntryPaper = ({ decisionBodyCode, decisionNumber, uscc }: ListEntryDocument): Paper => ({
  authorityCode: decisionBodyCode,
  documentNumber: decisionNumber,
  subjectCode: uscc,
});
