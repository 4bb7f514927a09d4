import type { Paper } from './paper';

/** 撤销信用修复: a repair was obtained by false papers. The record that was withdrawn because of it is to be shown again. */
export interface RepairRevocationDocument {
  readonly subjectName: string;
  readonly uscc: string;
  /** The decision whose record stands again. */
  readonly documentNumber: string;
  readonly authorityName: string;
  readonly authorityCode: string;
  /** The repair that is revoked, by its own decision. */
  readonly repairDecisionNumber: string;
  /** The decision that revokes it. */
  readonly revocationDocumentNumber: string;
  readonly revokedOn: string;
  readonly reason: string;
  readonly sourceName: string;
  readonly sourceCode: string;
}

/** It is filed under the decision whose record stands again. */
export const repairRevocationPaper = ({ authorityCode, documentNumber, uscc }: RepairRevocationDocument): Paper => ({
  authorityCode,
  documentNumber,
  subjectCode: uscc,
});
