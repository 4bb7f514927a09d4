import { type Day, dayUpTo, parseDocumentTitle, readFields, requiredText } from '../../shared';
import type { Defence, DefenceAnswer } from './blacklist-listing';
import type { DefenceOutcome } from './blacklist-listing.events';

/** 陈述申辩, as somebody wrote it down. */
export interface DefencePaper {
  readonly receivedOn: string;
  readonly summary: string;
}

/** Refusals name the field, in the order of the fields: `date-invalid`, `date-in-future`, those of `requiredText`. */
export const readDefence = (listingId: string, paper: DefencePaper, today: Day): Defence => ({
  listingId,
  ...readFields(paper, { receivedOn: dayUpTo(today), summary: requiredText }),
});

/** 复核意见书, as somebody wrote it down. */
export interface DefenceAnswerPaper {
  readonly documentNumber: string;
  readonly answeredOn: string;
  readonly outcome: DefenceOutcome;
  readonly reasons: string;
}

/**
 * Refusals name the field, in the order of the fields: those of `parseDocumentTitle`, `date-invalid`, `date-in-future`, those of
 * `requiredText`.
 */
export const readDefenceAnswer = (listingId: string, paper: DefenceAnswerPaper, today: Day): DefenceAnswer => ({
  listingId,
  ...readFields(paper, {
    documentNumber: parseDocumentTitle,
    answeredOn: dayUpTo(today),
    outcome: (outcome) => outcome,
    reasons: requiredText,
  }),
});
