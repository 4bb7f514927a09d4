export { LedgerAudits } from './ledger-audits';
export { introducedSealKeys, introduceSealKey } from './introduce-seal-key';
export * from './seals.module';
export { sealedUntil } from './sealed-until';
export {
  beginRestore,
  closeRestore,
  compareRestoredBody,
  declareLogBranch,
  isWhole,
  mayHaveLeft,
  type Restoration,
  sequenceAt,
  settleRestoredKeys,
  shiftFor,
  verifyRestoredLog,
} from './domain/restoration';
export type { SignedTree } from './domain/restoration.events';
export { Restorations } from './restorations';
