export * from './kinds';
export type { ListEntryDocument } from './list-entry';
export type { ListRemovalDocument } from './list-removal';
export type { Paper } from './paper';
export type { PenaltyDocument } from './penalty';
export type { PenaltyWithdrawalDocument } from './penalty-withdrawal';
export * from './words';
