import {
  chosen,
  dayUpTo,
  type ListRegister,
  paper,
  parseDocumentTitle,
  parseUscc,
  requiredName,
  requiredPersonName,
  requiredText,
  type Written,
} from '../../shared';
import type { BasisLevel } from './blacklist-listing.events';
import { parseMeasures } from './measures';

/** 列入决定书. Refusals: those of the fields, in their order. */
export const readListingDecision = paper((today) => ({
  register: chosen<ListRegister>,
  decisionNumber: parseDocumentTitle,
  decisionBody: requiredName,
  decisionBodyCode: parseUscc,
  legalBasis: requiredText,
  basisLevel: chosen<BasisLevel>,
  legalReviewedBy: (text: string) => requiredPersonName(text, 100),
  conductSummary: requiredText,
  measures: parseMeasures,
  removalConditions: requiredText,
  remedies: requiredText,
  decidedOn: dayUpTo(today),
}));
export type ListingDecisionPaper = Written<typeof readListingDecision>;
