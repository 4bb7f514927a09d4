import type { Paper } from './paper';
import type { Publicity } from './publicity';

/** 双随机抽查结果. */
export interface SpotCheckDocument {
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
  /** The withdrawn result in whose place it stands; null: it is the first. */
  readonly replaces: {
    readonly checkedOn: string;
    readonly result: string;
    readonly withdrawalNumber: string;
    readonly withdrawnOn: string;
  } | null;
  /** Said to a body that shows results for a time of its own, and to no other. */
  readonly publicity?: Publicity;
  readonly sourceName: string;
  readonly sourceCode: string;
}

/** A check is known by the numbers of its plan and its task: a task sends inspectors to several units. */
export const spotCheckPaper = ({ authorityCode, planNumber, taskNumber, uscc }: SpotCheckDocument): Paper => ({
  authorityCode,
  documentNumber: `${planNumber}/${taskNumber}`,
  subjectCode: uscc,
});
