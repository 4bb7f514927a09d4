import type { PenaltyCorrectionDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { penaltyFields } from './penalty';

/** The whole penalty as it stands now, and when and why it was corrected: lengths and what is required are our default. */
export const penaltyCorrectionFields = (correction: PenaltyCorrectionDocument): Fields => ({
  ...penaltyFields(correction),
  corDate: correction.correctedOn,
  corRea_CN: correction.correctionReason,
});
