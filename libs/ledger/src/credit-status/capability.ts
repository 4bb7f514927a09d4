import type { Capability } from '../capability';
import { CreditStatusModule } from './credit-status.module';

export const creditStatusCapability = {
  name: 'credit-status',
  module: CreditStatusModule,
} as const satisfies Capability;
