export * from './blacklist.module';
export { blacklistRegister } from './blacklist-register.projection';
export * from './domain/blacklist-listing.events';
export { type BlacklistListing, blacklistListing } from './domain/blacklist-listing';
export { blacklistListingVersions } from './domain/blacklist-listing.versions';
export { MEASURES, type MeasureCode } from './domain/measures';
export { ExpiredListingsSweep } from './expired-listings.sweep';
export { ListingCandidatesPolicy } from './listing-candidates.policy';
