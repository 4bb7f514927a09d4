import type { Paper } from './paper';

/** 确认无效: the decision is shown no longer. It must leave the platform within 3 working days (regulations 12). */
export interface PenaltyVoidDocument {
  readonly subjectName: string;
  readonly uscc: string;
  /** The decision that it is about. */
  readonly documentNumber: string;
  readonly authorityName: string;
  readonly authorityCode: string;
  readonly foundOn: string;
  readonly reason: string;
  /** The paper that finds it so, and who made it. */
  readonly findingDocumentNumber: string;
  readonly findingBody: string;
  readonly findingBodyCode: string;
  readonly sourceName: string;
  readonly sourceCode: string;
}

/** It is filed under the decision that it is about. */
export const penaltyVoidPaper = ({ authorityCode, documentNumber, uscc }: PenaltyVoidDocument): Paper => ({
  authorityCode,
  documentNumber,
  subjectCode: uscc,
});
