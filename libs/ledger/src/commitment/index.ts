export * from './commitment.module';
export * from './domain/commitment.events';
export type { CommitmentPaper } from './domain/commitment-paper';
export * from './domain/missing-commitment.events';
export type { MissingCommitmentPaper } from './domain/missing-commitment-paper';
export { RecordCommitment } from './record-commitment.command';
export { RecordMissingCommitment } from './record-missing-commitment.command';
export { WithdrawFalseCommitmentFinding } from './withdraw-false-commitment-finding.command';
