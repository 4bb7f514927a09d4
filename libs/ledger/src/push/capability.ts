import type { Capability } from '../capability';
import { exchangeDatabase } from './domain/exchange-database';
import { adoption } from './domain/adoption';
import { bodyKeys } from './domain/body-keys';
import { bodyStanding } from './domain/body-standing';
import { sampleData } from './domain/sample-data';
import { pushOutcome } from './domain/push-outcome';
import { pushFlow } from './domain/push-flow';
import { names } from './names';
import { PushModule } from './push.module';

export const pushCapability = {
  name: 'push',
  module: PushModule,
  aggregates: [pushOutcome, pushFlow, exchangeDatabase, adoption, bodyKeys, bodyStanding, sampleData],
  names,
} as const satisfies Capability;
