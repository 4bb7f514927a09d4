import type { Capability } from '../capability';
import { SealsModule } from './seals.module';

export const sealsCapability = {
  name: 'seals',
  module: SealsModule,
} as const satisfies Capability;
