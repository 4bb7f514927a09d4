export * from './kinds';
export type { ListEntryDocument } from './list-entry';
export type { ListRemovalDocument } from './list-removal';
export type { Paper } from './paper';
export type { PenaltyDocument } from './penalty';
export type { PenaltyWithdrawalDocument } from './penalty-withdrawal';
export type { RepairResultDocument } from './repair-result';
export type { RepairRevocationDocument } from './repair-revocation';
export * from './words';
