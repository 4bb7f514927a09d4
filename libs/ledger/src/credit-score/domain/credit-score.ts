import { type CreditFact, type Standing, standingOn } from '../../credit-dossier/domain';
import type { RuleBook, RuleSet } from '../../rule-set';
import type { Day } from '../../shared';
import { claimsOf, counts, explained } from './claims-of-fact';
import type { Contribution } from './contribution';
import type { Grade } from './credit-score.rules';
import { isOnSeriousList } from './listings-in-force';

export interface CreditScore {
  readonly day: Day;
  /** The rule set that gave base, bounds and grades. */
  readonly ruleSetId: string;
  readonly score: number;
  readonly grade: Grade;
  /** Base first, then by the day of the fact, then floor or cap: the points add up to `score`. */
  readonly contributions: readonly Contribution[];
}

/**
 * The score of one subject on `day`. Pure and without a clock, so tomorrow's answer needs no event: ask with tomorrow's day.
 *
 * `facts` are those known at the moment asked about, in any order; of these only what had occurred by `day` counts. A fact is
 * judged by the rule set named on it, the sum by the rule set in force on `day`. Points count from `from` up to, and not
 * including, `until`; what was taken back on or before `day` counts for nothing.
 *
 * Standing on the serious-dishonesty list on `day` makes the grade D whatever the score. The score itself never lists anybody.
 *
 * Refusal: `rule-set-unknown` {ruleSetId} when a fact names a rule set that is not in the book.
 */
export const creditScore = (rules: RuleBook, facts: readonly CreditFact[], day: Day): CreditScore =>
  scoreOf(rules, standingOn(rules, facts, day), day);

/** The same of papers as they stand on `day` (`standingOn`). */
export function scoreOf(rules: RuleBook, papers: readonly Standing[], day: Day): CreditScore {
  const ruleSet = rules.inForce(day);
  const base = ruleSet.scoring.base.value;
  const contributions = [
    ofRuleSet('base', base, day, `${ruleSet.label}，基准分${base}分。`),
    ...papers
      .flatMap((paper) => claimsOf(rules, paper))
      .filter((claim) => counts(claim, day))
      .map(explained),
  ];
  const sum = contributions.reduce((total, { points }) => total + points, 0);
  const { score, grade } = judged(ruleSet, sum, isOnSeriousList(papers, day));
  if (score !== sum) contributions.push(adjustment(sum, score, day));
  return { day, ruleSetId: ruleSet.id, score, grade, contributions };
}

/** Score and grade of a sum of points, base included. */
export function judged({ scoring, grades }: RuleSet, sum: number, listed: boolean): { score: number; grade: Grade } {
  const score = Math.min(Math.max(sum, scoring.floor.value), scoring.cap.value);
  const grade = listed ? 'D' : (grades.find(({ from }) => from.value <= score)?.grade ?? 'D');
  return { score, grade };
}

function adjustment(sum: number, score: number, day: Day): Contribution {
  return sum < score
    ? ofRuleSet('floor', score - sum, day, `合计${sum}分，低于最低分，按${score}分计。`)
    : ofRuleSet('cap', score - sum, day, `合计${sum}分，高于最高分，按${score}分计。`);
}

/** What the rule set itself gives is worked out anew for each day, so it begins on the day asked about. */
function ofRuleSet(rule: 'base' | 'floor' | 'cap', points: number, day: Day, sentence: string): Contribution {
  return { eventId: null, rule, points, document: null, from: day, until: null, sentence };
}
