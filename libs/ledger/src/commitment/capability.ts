import type { Capability } from '../capability';
import { CommitmentModule } from './commitment.module';
import { commitments } from './commitments.format';
import { commitment } from './domain/commitment';
import { missingCommitment } from './domain/missing-commitment';
import { names } from './names';

export const commitmentCapability = {
  name: 'commitment',
  module: CommitmentModule,
  aggregates: [commitment, missingCommitment],
  names,
  formats: [commitments],
} as const satisfies Capability;
