import type { Capability } from '../capability';
import { CreditStatusModule } from './credit-status.module';
import { personQuestion } from './domain/person-question';
import { names } from './names';

export const creditStatusCapability = {
  name: 'credit-status',
  module: CreditStatusModule,
  aggregates: [personQuestion],
  names,
} as const satisfies Capability;
