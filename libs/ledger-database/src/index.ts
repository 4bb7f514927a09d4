export {
  LedgerRole,
  RebuildRole,
  WORKING_ROLES,
  type WorkingRole,
  applicationUrl,
  rebuildUrl,
  workingUrl,
} from './application-url';
export { migrate } from './migrate';
export { type Ask, poolerSentence, whyNoLedgerHere, whyNotServed } from './why-not-suitable';
export {
  type KnownServers,
  noServerKnown,
  ServerIsOlder,
  ServerLine,
  type ServerMemory,
  ServerMemoryInProcess,
  type ServerStand,
} from './server-line';
export { dumpSchema } from './schema/dump-schema';
