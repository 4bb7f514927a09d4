export { LedgerAudits } from './ledger-audits';
export { introducedSealKeys } from './introduce-seal-key';
export * from './seals.module';
export { sealedUntil } from './sealed-until';
