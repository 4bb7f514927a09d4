export * from './bidder-check.module';
