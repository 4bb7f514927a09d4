export { XLSX } from './bidder-check.controller';
export * from './bidder-check.module';
export type { BidderCheckAnswered } from './domain/bidder-check.events';
