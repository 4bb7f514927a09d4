export { PENALTY_KINDS, parsePenaltyKinds, type PenaltyKind, type Severity } from '../shared';
export * from './publicity';
export * from './rule-set';
export * from './rule-sets';
export * from './rule-book';
export * from './due-day';
