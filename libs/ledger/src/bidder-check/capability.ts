import type { Capability } from '../capability';
import { BidderCheckModule } from './bidder-check.module';
import { bidderCheck } from './domain/bidder-check';
import { names } from './names';

export const bidderCheckCapability = {
  name: 'bidder-check',
  module: BidderCheckModule,
  aggregates: [bidderCheck],
  names,
} as const satisfies Capability;
