import {
  type Day,
  dayUpTo,
  type ListRegister,
  parseDocumentTitle,
  parseUscc,
  readFields,
  requiredName,
  requiredText,
} from '../../shared';
import type { ListingDecision } from './blacklist-listing';
import type { BasisLevel } from './blacklist-listing.events';
import { parseMeasures } from './measures';

/** 列入决定书, as somebody wrote it down. */
export interface ListingDecisionPaper {
  readonly register: ListRegister;
  readonly decisionNumber: string;
  readonly decisionBody: string;
  readonly decisionBodyCode: string;
  readonly legalBasis: string;
  readonly basisLevel: BasisLevel;
  readonly legalReviewedBy: string;
  readonly conductSummary: string;
  /** Codes of `MEASURES`. */
  readonly measures: readonly string[];
  readonly removalConditions: string;
  readonly remedies: string;
  readonly decidedOn: string;
}

/**
 * Refusals name the field, in the order of the fields: those of `parseDocumentTitle`, of `requiredText`, the `uscc-…` codes, those
 * of `parseMeasures`, `date-invalid`, `date-in-future`.
 */
export const readListingDecision = (listingId: string, paper: ListingDecisionPaper, today: Day): ListingDecision => ({
  listingId,
  ...readFields(paper, {
    register: (register) => register,
    decisionNumber: parseDocumentTitle,
    decisionBody: requiredName,
    decisionBodyCode: parseUscc,
    legalBasis: requiredText,
    basisLevel: (level) => level,
    legalReviewedBy: (text) => requiredText(text, 100),
    conductSummary: requiredText,
    measures: parseMeasures,
    removalConditions: requiredText,
    remedies: requiredText,
    decidedOn: dayUpTo(today),
  }),
});
