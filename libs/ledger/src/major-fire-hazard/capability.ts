import type { Capability } from '../capability';
import { majorFireHazard } from './domain/major-fire-hazard';
import { MajorFireHazardModule } from './major-fire-hazard.module';
import { majorHazards } from './major-hazards.format';
import { majorFireHazardFacts } from './major-fire-hazard.facts';
import { names } from './names';

export const majorFireHazardCapability = {
  name: 'major-fire-hazard',
  module: MajorFireHazardModule,
  aggregates: [majorFireHazard],
  names,
  facts: majorFireHazardFacts,
  formats: [majorHazards],
} as const satisfies Capability;
