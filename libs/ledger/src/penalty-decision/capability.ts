import type { Capability } from '../capability';
import { penaltyDecision } from './domain/penalty-decision';
import { penaltyDecisionFacts } from './penalty-decision.facts';
import { names } from './names';
import { penalties } from './penalties.format';
import { PenaltyDecisionModule } from './penalty-decision.module';

export const penaltyDecisionCapability = {
  name: 'penalty-decision',
  module: PenaltyDecisionModule,
  aggregates: [penaltyDecision],
  names,
  facts: penaltyDecisionFacts,
  formats: [penalties],
} as const satisfies Capability;
