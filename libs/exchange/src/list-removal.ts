import type { Paper } from './paper';

/** A removal names the listing by its decision and says why and by whom it ended. */
export interface ListRemovalDocument {
  readonly subjectName: string;
  readonly uscc: string;
  readonly decisionNumber: string;
  readonly decisionBody: string;
  readonly decisionBodyCode: string;
  readonly listedOn: string;
  readonly removedOn: string;
  readonly removalReason: string;
  readonly removalBody: string;
  readonly removalBodyCode: string;
  readonly dataSource: string;
  readonly dataSourceCode: string;
}

/** It is filed under the decision that put the subject on the list. */
export const listRemovalPaper = ({ decisionBodyCode, decisionNumber, uscc }: ListRemovalDocument): Paper => ({
  authorityCode: decisionBodyCode,
  documentNumber: decisionNumber,
  subjectCode: uscc,
});
