import { chosen, dayUpTo, paper, parseDocumentTitle, requiredText, type Written } from '../../shared';
import type { DefenceOutcome } from './blacklist-listing.events';

/** 陈述申辩. Refusals: those of the fields, in their order. */
export const readDefence = paper((today) => ({ receivedOn: dayUpTo(today), summary: requiredText }));
export type DefencePaper = Written<typeof readDefence>;

/** 复核意见书. Refusals: those of the fields, in their order. */
export const readDefenceAnswer = paper((today) => ({
  documentNumber: parseDocumentTitle,
  answeredOn: dayUpTo(today),
  outcome: chosen<DefenceOutcome>,
  reasons: requiredText,
}));
export type DefenceAnswerPaper = Written<typeof readDefenceAnswer>;
