import type { Paper } from './paper';

/** 信用修复结果: a commitment that was found false is repaired. Its record is neither shown nor shared from then on. */
export interface CommitmentRepairDocument {
  readonly subjectName: string;
  readonly uscc: string;
  /** The commitment whose record is repaired. */
  readonly commitmentNumber: string;
  /** 承诺受理单位: under it the body knows the commitment. */
  readonly authorityName: string;
  readonly authorityCode: string;
  /** 准予修复决定书文号. */
  readonly repairDecisionNumber: string;
  readonly repairedOn: string;
  readonly reasons: string;
  readonly sourceName: string;
  readonly sourceCode: string;
}

/** It is filed under the commitment that it repairs. */
export const commitmentRepairPaper = ({ authorityCode, commitmentNumber, uscc }: CommitmentRepairDocument): Paper => ({
  authorityCode,
  documentNumber: commitmentNumber,
  subjectCode: uscc,
});
