import type { Capability } from '../capability';
import { blacklistRegister } from './blacklist-register.projection';
import { BlacklistModule } from './blacklist.module';
import { blacklistListing } from './domain/blacklist-listing';
import { ListingCandidatesPolicy } from './listing-candidates.policy';
import { blacklistListingFacts } from './blacklist-listing.facts';
import { names } from './names';

export const blacklistCapability = {
  name: 'blacklist',
  module: BlacklistModule,
  aggregates: [blacklistListing],
  names,
  facts: blacklistListingFacts,
  readModels: [blacklistRegister],
  policies: [ListingCandidatesPolicy],
} as const satisfies Capability;
