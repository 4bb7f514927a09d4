import type { Paper } from './paper';

/** 更正名单信息: what a listing said wrongly, and what is right. The listing goes on. */
export interface ListCorrectionDocument {
  readonly subjectName: string;
  readonly uscc: string;
  readonly decisionNumber: string;
  readonly decisionBody: string;
  readonly decisionBodyCode: string;
  readonly listedOn: string;
  /** The paper that corrects, and who made it. */
  readonly correctionNumber: string;
  readonly correctedOn: string;
  readonly correctionBody: string;
  readonly correctionBodyCode: string;
  /** What is corrected, by our word and in Chinese. */
  readonly field: string;
  readonly fieldLabel: string;
  readonly oldValue: string;
  readonly newValue: string;
  readonly reason: string;
  readonly dataSource: string;
  readonly dataSourceCode: string;
}

/** It is filed under the decision that put the subject on the list. */
export const listCorrectionPaper = ({ decisionBodyCode, decisionNumber, uscc }: ListCorrectionDocument): Paper => ({
  authorityCode: decisionBodyCode,
  documentNumber: decisionNumber,
  subjectCode: uscc,
});
