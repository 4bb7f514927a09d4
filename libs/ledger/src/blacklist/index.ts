export * from './blacklist.module';
export { type BlacklistListing, blacklistListing } from './domain/blacklist-listing';
export { MEASURES, type MeasureCode } from './domain/measures';
