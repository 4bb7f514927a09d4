import from20230501 from './data/langfang-2023-05-01.json';
import from20260401 from './data/langfang-2026-04-01.json';
import before20230501 from './data/langfang-before-2023-05-01.json';
import { readRuleSet, type RuleSet } from './rule-set';

/** All rule sets, oldest first: every day is covered by exactly one. */
export const ruleSets: readonly RuleSet[] = [before20230501, from20230501, from20260401].map((written) =>
  readRuleSet(written),
);
