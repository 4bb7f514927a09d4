import type { Paper } from './paper';
import { type PenaltyDocument, penaltyPaper } from './penalty';

/** 更正: a decision that was recorded otherwise than its paper says, all of it as it stands now. Whether it is shown stays as it is. */
export interface PenaltyCorrectionDocument extends PenaltyDocument {
  readonly correctedOn: string;
  readonly correctionReason: string;
}

/** It is filed under the decision that it corrects. */
export const penaltyCorrectionPaper: (document: PenaltyCorrectionDocument) => Paper = penaltyPaper;
