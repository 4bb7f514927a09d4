export { BIDDER_FILES } from './bidder-check.controller';
export * from './bidder-check.module';
