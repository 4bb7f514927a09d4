export { readRuleSet, type RuleSet } from './rule-set';
export * from './rule-book';

// For branch standing, which takes its rules as an argument: these doors go with it.
export { PENALTY_KINDS, parsePenaltyKinds, type PenaltyKind, type Severity } from '../shared';
export { type Grade, GRADES } from '../credit-score/domain/credit-score.rules';
export { publicityEnd, severityOf } from '../publicity';
export { ruleSetById, ruleSetInForce, ruleSets } from './rule-sets';
export * from './due-day';
