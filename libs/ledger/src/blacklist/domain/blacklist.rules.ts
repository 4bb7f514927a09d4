import { count, listOf, section, stated, text, word } from '../../shared';

/** `overdue`: a major hazard is a ground from the day after its deadline; `judged`: from its judgement. */
export const HAZARD_GROUNDS = ['judged', 'overdue'] as const;

export const blacklistRules = section({
  /** 多次违法违规: this many effective penalty decisions, by decision date, within the window. */
  repeatedViolationCount: stated(count),
  repeatedViolationWindowMonths: stated(count),
  /** 陈述申辩期, from the day the notice was served. */
  defenceWindowWorkingDays: stated(count),
  listingMonths: stated(count),
  earlyRemovalMinMonths: stated(count),
  /** Violation codes that mean 拒不改正. */
  refusalToCorrectCodes: stated(listOf(text)),
  /** Violation codes that mean a false document of a service organisation. */
  falseDocumentCodes: stated(listOf(text)),
  majorHazardAppliesWhen: stated(word(HAZARD_GROUNDS)),
});
