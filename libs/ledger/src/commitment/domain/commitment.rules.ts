import { SEVERITIES, stated, word } from '../../shared';

/** How grave a finding about a commitment is; part of the section `severity`. */
export const commitmentSeverity = {
  falseCommitment: stated(word(SEVERITIES)),
  /** 情节严重. */
  seriousFalseCommitment: stated(word(SEVERITIES)),
  noCommitment: stated(word(SEVERITIES)),
};
