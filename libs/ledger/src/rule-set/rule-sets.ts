import { Refusal, type Day } from '../shared';
import from20230501 from './data/langfang-2023-05-01.json';
import from20260401 from './data/langfang-2026-04-01.json';
import before20230501 from './data/langfang-before-2023-05-01.json';
import { readRuleSet, type RuleSet } from './rule-set';

/** All rule sets, oldest first: every day is covered by exactly one. */
export const ruleSets: readonly RuleSet[] = [before20230501, from20230501, from20260401].map((written) =>
  readRuleSet(written),
);

const newestFirst = ruleSets.toReversed();
const byId = new Map(ruleSets.map((ruleSet) => [ruleSet.id, ruleSet]));

/** The rule set for a document of this day; also the one whose base, bounds and grades a score of this day has. */
export function ruleSetInForce(day: Day): RuleSet {
  const found = newestFirst.find(({ effectiveFrom }) => effectiveFrom === null || effectiveFrom <= day);
  if (found === undefined) throw new Error(`no rule set covers ${day}: the first one must have an open start`);
  return found;
}

/** Refusal: `rule-set-unknown` {ruleSetId}. */
export function ruleSetById(ruleSetId: string): RuleSet {
  const found = byId.get(ruleSetId);
  if (found === undefined) throw new Refusal('rule-set-unknown', { ruleSetId });
  return found;
}
