export { correctedDecision, penaltyDecision, type PenaltyDecisionState } from './domain/penalty-decision';
export * from './penalty-decision.module';
