export { LedgerRole, RebuildRole, applicationUrl, rebuildUrl } from './application-url';
export { migrate } from './migrate';
export { dumpSchema } from './schema/dump-schema';
