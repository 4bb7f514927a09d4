import type { PenaltyCorrectionDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { slashed } from './fields';
import { penaltyFields } from './penalty';

/** The whole penalty as it stands now, and when and why it was corrected: our default, the official table was not found. */
export const penaltyCorrectionFields = (correction: PenaltyCorrectionDocument): Fields => ({
  ...penaltyFields(correction),
  GZ_RQ: slashed(correction.correctedOn),
  GZ_YY: correction.correctionReason,
});
