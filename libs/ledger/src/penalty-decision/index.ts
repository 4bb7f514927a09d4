export * from './domain/penalty-decision.events';
export { penaltyDecision, type PenaltyDecisionState } from './domain/penalty-decision';
export { penaltyDecisionVersions } from './domain/penalty-decision.versions';
export type { PenaltyPaper } from './domain/penalty-paper';
export * from './penalty-decision.module';
export { RecordPenaltyDecision } from './record-penalty-decision.command';
