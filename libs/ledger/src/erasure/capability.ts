import type { Capability } from '../capability';
import { erasure } from './domain/erasure';
import { ErasedKeysPolicy } from './erased-keys.policy';
import { ErasureModule } from './erasure.module';
import { names } from './names';

export const erasureCapability = {
  name: 'erasure',
  module: ErasureModule,
  aggregates: [erasure],
  names,
  policies: [ErasedKeysPolicy],
} as const satisfies Capability;
