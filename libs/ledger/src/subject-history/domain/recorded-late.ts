import type { RuleBook } from '../../rule-set';
import { addDays, type Day } from '../../shared';

/**
 * Whether a step of a procedure was written down long after the day on its paper, by the rule set of that day. A paper may have been
 * slow, or its day may be made up: who looks at the case is told, and nothing else follows.
 */
export const isRecordedLate = (rules: RuleBook, occurredOn: Day, recordedOn: Day): boolean =>
  addDays(occurredOn, rules.inForce(occurredOn).history.lateAfterDays.value) < recordedOn;
