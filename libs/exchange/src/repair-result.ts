import type { Paper } from './paper';

/** 信用修复结果: a penalty whose record was repaired. It names the penalty and the decision that repaired it; the withdrawal follows. */
export interface RepairResultDocument {
  readonly subjectName: string;
  readonly uscc: string;
  /** The decision whose record is repaired. */
  readonly documentNumber: string;
  readonly authorityName: string;
  readonly authorityCode: string;
  /** 准予修复决定书文号. */
  readonly repairDecisionNumber: string;
  readonly repairedOn: string;
  readonly reasons: string;
  readonly sourceName: string;
  readonly sourceCode: string;
}

/** It is filed under the decision that it repairs. */
export const repairResultPaper = ({ authorityCode, documentNumber, uscc }: RepairResultDocument): Paper => ({
  authorityCode,
  documentNumber,
  subjectCode: uscc,
});
