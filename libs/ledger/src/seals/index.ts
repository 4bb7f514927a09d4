export { LedgerAudits } from './ledger-audits';
export { introducedSealKeys, introduceSealKey } from './introduce-seal-key';
export * from './seals.module';
export { sealedUntil } from './sealed-until';
