export * from './domain/penalty-decision.events';
export type { PenaltyPaper } from './domain/penalty-paper';
export * from './penalty-decision.module';
export { RecordPenaltyDecision } from './record-penalty-decision.command';
