import type { Capability } from '../capability';
import { CommitmentModule } from './commitment.module';
import { commitments } from './commitments.format';
import { commitment } from './domain/commitment';
import { missingCommitment } from './domain/missing-commitment';
import { commitmentFacts } from './commitment.facts';
import { names } from './names';

export const commitmentCapability = {
  name: 'commitment',
  module: CommitmentModule,
  aggregates: [commitment, missingCommitment],
  names,
  facts: commitmentFacts,
  formats: [commitments],
} as const satisfies Capability;
