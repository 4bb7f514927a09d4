import {
  chosen,
  dayUpTo,
  paper,
  parseDocumentTitle,
  parseUscc,
  requiredName,
  requiredText,
  type Written,
} from '../../shared';
import type { CorrectableField } from './blacklist-listing.events';

/** 更正名单信息. Refusals: those of the fields, in their order. */
export const readListingCorrection = paper((today) => ({
  documentNumber: parseDocumentTitle,
  correctedOn: dayUpTo(today),
  field: chosen<CorrectableField>,
  oldValue: requiredText,
  newValue: requiredText,
  reason: requiredText,
  correctionBody: requiredName,
  correctionBodyCode: parseUscc,
}));
export type ListingCorrectionPaper = Written<typeof readListingCorrection>;
