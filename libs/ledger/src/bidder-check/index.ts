export { XLSX } from './bidder-check.controller';
export * from './bidder-check.module';
