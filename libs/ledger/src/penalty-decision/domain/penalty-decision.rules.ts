import { count, forEach, PENALTY_KINDS, section, SEVERITIES, stated, word } from '../../shared';

/** How grave a decision is; part of the section `severity`. */
export const penaltySeverity = {
  penaltyKinds: forEach(PENALTY_KINDS, stated(word(SEVERITIES))),
  /** Of a service organisation. */
  falseDocument: stated(word(SEVERITIES)),
};

/** 简易程序. */
export const simpleProcedureRules = section({
  /** For organisations. */
  fineMaxFen: stated(count),
});

/** What a fine can be: more is a slip of the pen, or of the unit. */
export const fineRules = section({
  /** The highest fine that the law knows. */
  highestFen: stated(count),
  /** So many times that much in one decision at most. */
  plausibleTimes: stated(count),
});
