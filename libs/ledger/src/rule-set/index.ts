export { readRuleSet, type RuleSet } from './rule-set';
export * from './rule-book';
