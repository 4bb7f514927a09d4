export * from './blacklist.module';
export { MEASURES, type MeasureCode } from './domain/measures';
export { ExpiredListingsSweep } from './expired-listings.sweep';
