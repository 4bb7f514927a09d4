import type { PenaltyCorrectionDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { penaltyFields } from './penalty';

/** The whole penalty as it stands now, and when and why it was corrected: our default, no official field table was found. */
export const penaltyCorrectionFields = (correction: PenaltyCorrectionDocument): Fields => ({
  ...penaltyFields(correction),
  correctedOn: correction.correctedOn,
  correctionReason: correction.correctionReason,
});
