export {
  LedgerRole,
  RebuildRole,
  WORKING_ROLES,
  type WorkingRole,
  applicationUrl,
  rebuildUrl,
  workingUrl,
} from './application-url';
export { migrate, migrationsToRun } from './migrate';
export { dumpSchema } from './schema/dump-schema';
