import type { Capability } from '../capability';
import { spotCheck } from './domain/spot-check';
import { names } from './names';
import { SpotCheckModule } from './spot-check.module';
import { spotChecks } from './spot-checks.format';

export const spotCheckCapability = {
  name: 'spot-check',
  module: SpotCheckModule,
  aggregates: [spotCheck],
  names,
  formats: [spotChecks],
} as const satisfies Capability;
