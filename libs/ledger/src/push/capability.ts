import type { Capability } from '../capability';
import { pushOutcome } from './domain/push-outcome';
import { names } from './names';
import { PushModule } from './push.module';

export const pushCapability = {
  name: 'push',
  module: PushModule,
  aggregates: [pushOutcome],
  names,
} as const satisfies Capability;
