export * from './blacklist.module';
export { blacklistRegister } from './blacklist-register.projection';
export * from './domain/blacklist-listing.events';
export { MEASURES, type MeasureCode } from './domain/measures';
export { ExpiredListingsSweep } from './expired-listings.sweep';
export { ListingCandidatesPolicy } from './listing-candidates.policy';
