import type { Capability } from '../capability';
import { printedPublicity } from './domain/printed-publicity';
import { names } from './names';
import { PrintedPublicityModule } from './printed-publicity.module';
import { PrintedPublicityPolicy } from './printed-publicity.policy';

export const printedPublicityCapability = {
  name: 'printed-publicity',
  module: PrintedPublicityModule,
  aggregates: [printedPublicity],
  names,
  policies: [PrintedPublicityPolicy],
} as const satisfies Capability;
