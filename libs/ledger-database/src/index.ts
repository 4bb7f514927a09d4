export { LedgerRole, applicationUrl } from './application-url';
export { migrate } from './migrate';
