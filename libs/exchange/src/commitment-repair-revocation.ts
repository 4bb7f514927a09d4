import type { Paper } from './paper';

/** 撤销信用修复: the repair of a commitment was obtained by false papers. Its record is to be shown again. */
export interface CommitmentRepairRevocationDocument {
  readonly subjectName: string;
  readonly uscc: string;
  /** The commitment whose record stands again. */
  readonly commitmentNumber: string;
  /** 承诺受理单位: under it the body knows the commitment. */
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

/** It is filed under the commitment whose record stands again. */
export const commitmentRepairRevocationPaper = ({
  authorityCode,
  commitmentNumber,
  uscc,
}: CommitmentRepairRevocationDocument): Paper => ({
  authorityCode,
  documentNumber: commitmentNumber,
  subjectCode: uscc,
});
