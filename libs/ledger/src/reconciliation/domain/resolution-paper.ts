import { paper, requiredText, type Written } from '../../shared';

/** 差异处置, and the order to mend. Refusals: those of the field. */
export const readResolution = paper(() => ({ reason: requiredText }));
export type ResolutionPaper = Written<typeof readResolution>;

/** 对账办结. Refusals: those of the field. */
export const readClosing = paper(() => ({ remark: requiredText }));
export type ClosingPaper = Written<typeof readClosing>;
