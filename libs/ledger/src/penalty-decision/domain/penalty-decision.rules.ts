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
