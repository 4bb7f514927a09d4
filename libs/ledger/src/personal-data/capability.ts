import type { Capability } from '../capability';
import { PersonalDataModule } from './personal-data.module';

export const personalDataCapability = {
  name: 'personal-data',
  module: PersonalDataModule,
} as const satisfies Capability;
