import type { Paper } from './paper';

/** A penalty decision that was changed or revoked must leave the platform within 3 working days (regulations 12). */
export interface PenaltyWithdrawalDocument {
  readonly subjectName: string;
  readonly uscc: string;
  /** The decision that is withdrawn. */
  readonly documentNumber: string;
  readonly authorityName: string;
  readonly authorityCode: string;
  readonly withdrawnOn: string;
  readonly reason: string;
  /** The paper that withdraws it, when there is one of its own. */
  readonly withdrawalDocumentNumber: string | null;
  readonly sourceName: string;
  readonly sourceCode: string;
}

/** It is filed under the decision that it withdraws. */
export const penaltyWithdrawalPaper = ({ authorityCode, documentNumber, uscc }: PenaltyWithdrawalDocument): Paper => ({
  authorityCode,
  documentNumber,
  subjectCode: uscc,
});
