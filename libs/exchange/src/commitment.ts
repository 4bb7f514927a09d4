import type { Paper } from './paper';

/** 信用承诺 with its state (regulations 7.4). Each message says all of it: the later one takes the place of the earlier. */
export interface CommitmentDocument {
  readonly subjectName: string;
  readonly uscc: string;
  readonly commitmentNumber: string;
  /** 承诺事由. */
  readonly matter: string;
  readonly madeOn: string;
  readonly verificationDueOn: string;
  /** 承诺履约状态. */
  readonly state: 'made' | 'kept' | 'found-false' | 'finding-withdrawn';
  /** The day from which it is in this state. */
  readonly stateOn: string;
  /** What was untrue; null unless it was found false. */
  readonly falseDetail: string | null;
  /** 情节严重; null unless it was found false. */
  readonly serious: boolean | null;
  /** The paper that withdraws the finding, and why; null unless it was withdrawn. */
  readonly withdrawalNumber: string | null;
  readonly withdrawalReason: string | null;
  /** 承诺受理单位: who recorded the commitment. */
  readonly authorityName: string;
  readonly authorityCode: string;
  readonly sourceName: string;
  readonly sourceCode: string;
}

/** It is filed under its own number. */
export const commitmentPaper = ({ authorityCode, commitmentNumber, uscc }: CommitmentDocument): Paper => ({
  authorityCode,
  documentNumber: commitmentNumber,
  subjectCode: uscc,
});
