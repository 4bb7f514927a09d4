import { dayOrNull, inTurn, type RulesIn, section, stated, word } from '../shared';

/** Which day is the last one of a term of months: the day of the same number, or the one before it. */
export const TERM_COUNTINGS = ['through-the-same-day', 'to-the-day-before'] as const;

/** What was told of a penalty: all but mere warnings, with the term of its tier; or what the tables of the channels say. */
export const TOLD_BY = ['all-but-mere-warnings', 'channel-tables'] as const;

const reading = section({
  /** First day on which what was recorded is read so (Asia/Shanghai); null: since ever. */
  recordedFrom: dayOrNull,
  termCounting: stated(word(TERM_COUNTINGS)),
  told: stated(word(TOLD_BY)),
});
export type Reading = RulesIn<typeof reading>;

/**
 * How we read the law where we once read it otherwise, by the day on which a paper was recorded: what is on record keeps the reading
 * under which it was judged and told (`docs/decisions/0043-terms-and-channels.md`).
 */
export const readingRules = inTurn('recordedFrom', reading);
