import { compareDay, type CreditFact, type Day, type HazardRectifiedFact } from '../../shared';
import { ruleSetInForce, type Grade, type RuleSet } from '../../rule-set';
import type { Contribution } from './contribution';
import { claimsOf, explained, type Claim, type Endings } from './claims-of-fact';
import { listingsInForce } from './listings-in-force';

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
 * including, `until`; a penalty revoked or a finding withdrawn on or before `day` counts for nothing.
 *
 * `listed`: stands on the serious-dishonesty list on `day`, which makes the grade D whatever the score. Read from the facts
 * unless given. The score itself never lists anybody.
 *
 * Refusal: `rule-set-unknown` {ruleSetId} when a fact names a rule set we do not have.
 */
export function creditScore(
  facts: readonly CreditFact[],
  day: Day,
  listed: boolean = isOnSeriousList(facts, day),
): CreditScore {
  const ruleSet = ruleSetInForce(day);
  const occurred = facts.filter((fact) => fact.occurredOn <= day).sort(inOrder);
  const endings = endingsBy(occurred, day);
  const base = ruleSet.scoring.base.value;
  const contributions = [
    ofRuleSet('base', base, day, `${ruleSet.label}，基准分${base}分。`),
    ...occurred
      .flatMap((fact) => claimsOf(fact, endings))
      .filter((claim) => counts(claim, day))
      .map(explained),
  ];
  const sum = contributions.reduce((total, { points }) => total + points, 0);
  const score = Math.min(Math.max(sum, ruleSet.scoring.floor.value), ruleSet.scoring.cap.value);
  if (score !== sum) contributions.push(adjustment(sum, score, day));
  return { day, ruleSetId: ruleSet.id, score, grade: listed ? 'D' : gradeOf(score, ruleSet), contributions };
}

function isOnSeriousList(facts: readonly CreditFact[], day: Day): boolean {
  return listingsInForce(facts, day).some(({ register }) => register === 'serious-dishonesty');
}

function inOrder(one: CreditFact, other: CreditFact): number {
  return compareDay(one.occurredOn, other.occurredOn) || one.position - other.position;
}

function endingsBy(occurred: readonly CreditFact[], day: Day): Endings {
  const revokedDecisions = new Set<string>();
  const withdrawnFindings = new Map<string, number>();
  const rectifiedHazards = new Map<string, HazardRectifiedFact>();
  for (const fact of occurred) {
    if (fact.type === 'penalty-revoked' && fact.revokedOn <= day) revokedDecisions.add(fact.decisionId);
    if (fact.type === 'false-commitment-withdrawn' && fact.withdrawnOn <= day) {
      withdrawnFindings.set(fact.commitmentId, Math.max(fact.position, withdrawnFindings.get(fact.commitmentId) ?? 0));
    }
    if (fact.type === 'hazard-rectified' && fact.closedOn <= day) rectifiedHazards.set(fact.hazardId, fact);
  }
  return { revokedDecisions, withdrawnFindings, rectifiedHazards };
}

function counts({ from, until }: Claim, day: Day): boolean {
  return from <= day && (until === null || day < until);
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

function gradeOf(score: number, { grades }: RuleSet): Grade {
  return grades.find(({ from }) => from.value <= score)?.grade ?? 'D';
}
