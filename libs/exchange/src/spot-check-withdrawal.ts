import type { Paper } from './paper';

/** 撤回抽查结果: it is shown no longer. Another result of the same check may take its place. */
export interface SpotCheckWithdrawalDocument {
  readonly subjectName: string;
  readonly uscc: string;
  readonly planNumber: string;
  readonly taskNumber: string;
  readonly checkedOn: string;
  /** 抽查结果, in Chinese. */
  readonly result: string;
  /** 检查机关 as the paper prints it. */
  readonly checkedBy: string;
  /** Who recorded the result. */
  readonly authorityName: string;
  readonly authorityCode: string;
  readonly withdrawnOn: string;
  readonly reason: string;
  readonly withdrawalNumber: string;
  readonly sourceName: string;
  readonly sourceCode: string;
}

/** A check is known by the numbers of its plan and its task: a task sends inspectors to several units. */
export const spotCheckWithdrawalPaper = ({
  authorityCode,
  planNumber,
  taskNumber,
  uscc,
}: SpotCheckWithdrawalDocument): Paper => ({
  authorityCode,
  documentNumber: `${planNumber}/${taskNumber}`,
  subjectCode: uscc,
});
