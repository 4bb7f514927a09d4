import type { Paper } from './paper';
import type { Publicity } from './publicity';

/** 变更: from its day on the decision imposes something else, all of which is said. It must be mended within 3 working days (regulations 12). */
export interface PenaltyChangeDocument {
  readonly subjectName: string;
  readonly uscc: string;
  /** The decision that it is about. */
  readonly documentNumber: string;
  readonly authorityName: string;
  readonly authorityCode: string;
  readonly changedOn: string;
  readonly reason: string;
  /** The paper that changes it, and who made it. */
  readonly changeDocumentNumber: string;
  readonly changeBody: string;
  readonly changeBodyCode: string;
  /** 变更后的处罚类别, in Chinese, at least one. */
  readonly penaltyKinds: readonly string[];
  readonly penaltyContent: string;
  readonly fineFen: number | null;
  readonly confiscatedFen: number | null;
  readonly effectiveUntil: string | null;
  /** Null: it is collected and shared, and not shown. */
  readonly publicUntil: string | null;
  /** Said to a body that itself shows the decision to the public, and to no other. */
  readonly publicity?: Publicity;
  readonly severity: 'minor' | 'general' | 'serious';
  readonly sourceName: string;
  readonly sourceCode: string;
}

/** It is filed under the decision that it changes. */
export const penaltyChangePaper = ({ authorityCode, documentNumber, uscc }: PenaltyChangeDocument): Paper => ({
  authorityCode,
  documentNumber,
  subjectCode: uscc,
});
