import type { Paper } from './paper';
import type { Publicity } from './publicity';

/** A penalty decision that is collected and shared, and mostly made public (行政处罚, regulations 7.2). Money is integer fen, days are `YYYY-MM-DD`. */
export interface PenaltyDocument {
  /** The name on the decision; must equal the registered one or the platform refuses. */
  readonly subjectName: string;
  /** Unified social credit code; a code starting with 92 makes it a 个体工商户. */
  readonly uscc: string;
  readonly legalRepresentative: string | null;
  /** 行政处罚决定书文号. */
  readonly documentNumber: string;
  /** 违法行为类型, in Chinese. */
  readonly violationType: string;
  readonly facts: string;
  readonly legalBasis: string;
  /** 处罚类别, in Chinese, at least one. */
  readonly penaltyKinds: readonly string[];
  readonly penaltyContent: string;
  readonly fineFen: number | null;
  readonly confiscatedFen: number | null;
  /** 暂扣或吊销证照名称及编号. */
  readonly licence: string | null;
  readonly decidedOn: string;
  /** 处罚有效期: end of the penalty's own effect. */
  readonly effectiveUntil: string | null;
  /** 公示截止期: end of its publicity, a different date (regulations 13, trap 10); null: it is not shown to the public at all. */
  readonly publicUntil: string | null;
  /** Said to a body that itself shows the decision to the public, and to no other. */
  readonly publicity?: Publicity;
  readonly authorityName: string;
  readonly authorityCode: string;
  readonly sourceName: string;
  readonly sourceCode: string;
  readonly remark: string | null;
  /** 失信严重程度. */
  readonly severity: 'minor' | 'general' | 'serious' | null;
}

export const penaltyPaper = ({ authorityCode, documentNumber, uscc }: PenaltyDocument): Paper => ({
  authorityCode,
  documentNumber,
  subjectCode: uscc,
});
