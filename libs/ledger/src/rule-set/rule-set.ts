import { blacklistRules } from '../blacklist/domain/blacklist.rules';
import { commitmentSeverity } from '../commitment/domain/commitment.rules';
import { gradeRules, scoreWithoutGrade, scoringRules } from '../credit-score/domain/credit-score.rules';
import { repairRules } from '../credit-repair/domain/credit-repair.rules';
import { hazardSeverity } from '../major-fire-hazard/domain/major-fire-hazard.rules';
import { fineRules, penaltySeverity, simpleProcedureRules } from '../penalty-decision/domain/penalty-decision.rules';
import { channelRules } from '../publicity/channels.rules';
import { publicityRules } from '../publicity/publicity.rules';
import { readingRules } from '../publicity/readings.rules';
import { pushRules } from '../push/domain/push.rules';
import { tellingRules } from '../push/domain/telling.rules';
import { historyRules } from '../subject-history/domain/subject-history.rules';
import { checked, dayOrNull, listOf, type RulesIn, section, text } from '../shared';

const ruleSet = checked(
  section({
    id: text,
    /** For people, in Chinese; says that the scoring values are for demonstration. */
    label: text,
    /** First day; null: since ever. */
    effectiveFrom: dayOrNull,
    /** First day that is no longer covered; null: until further notice. */
    effectiveUntil: dayOrNull,
    legalBasis: listOf(text),
    scoring: scoringRules,
    grades: gradeRules,
    readings: readingRules,
    publicity: publicityRules,
    channels: channelRules,
    severity: section({ ...penaltySeverity, ...commitmentSeverity, ...hazardSeverity }),
    blacklist: blacklistRules,
    fines: fineRules,
    simpleProcedure: simpleProcedureRules,
    push: pushRules,
    telling: tellingRules,
    history: historyRules,
    repair: repairRules,
  }),
  scoreWithoutGrade,
);

/**
 * Every number that depends on law, for the documents of one legal period: the sum of what each capability states in its
 * `*.rules.ts`. A document is judged by the rule set of its own date, whenever we come to look at it; its id stays on the event.
 * A rule set is changed by writing a new one beside it.
 */
export type RuleSet = RulesIn<typeof ruleSet>;

/**
 * What was written down -> a rule set. Throws an `Error` that names the path: an unknown word, a missing number, a number
 * without mark or basis, parts that contradict each other.
 */
export function readRuleSet(written: unknown): RuleSet {
  const id = typeof written === 'object' && written !== null && 'id' in written ? String(written.id) : '(no id)';
  return ruleSet(written, id);
}
