import { graver, type Day, type PenaltyKind, type Severity } from '../shared';
import type { RuleSet } from '../rule-set';
import { firstDayAfterTerm } from './readings';

/**
 * The first day on which a record is no longer public (公示截止期 is the day before). The clock starts on the date of the document.
 *
 * @param recordedOn the day on which the document was recorded: its term is read as it was read then
 */
export function publicityEnd(ruleSet: RuleSet, severity: Severity, decidedOn: Day, recordedOn: Day): Day {
  return firstDayAfterTerm(ruleSet, recordedOn, decidedOn, ruleSet.publicity[severity].maxMonths.value);
}

/**
 * How grave a penalty decision is: its gravest kind counts (several kinds in one decision: the longest period, 令58, S32), and a
 * false document of a service organisation is grave whatever the kind. Without any kind it would be MINOR; decisions have one.
 */
export function severityOf(
  ruleSet: RuleSet,
  penaltyKinds: readonly PenaltyKind[],
  violationCode: string | null = null,
): Severity {
  const { severity, blacklist } = ruleSet;
  const start: Severity =
    violationCode !== null && blacklist.falseDocumentCodes.value.includes(violationCode)
      ? severity.falseDocument.value
      : 'MINOR';
  return penaltyKinds.reduce((gravest, kind) => graver(gravest, severity.penaltyKinds[kind].value), start);
}
