export { commitment, type CommitmentState } from './domain/commitment';
export * from './commitment.module';
