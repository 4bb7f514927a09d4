export { DifferencesToSettle, type DifferencesWork } from './differences-work';
export { type Fed, FedHoldings } from './fed-holdings';
export * from './reconciliation.module';
export { ReconciliationOutlooks, type ReconciliationOutlook } from './reconciliation-outlooks';
export { Reconciler, type ReconciliationOf } from './reconciler';
export type { DifferenceFound } from './compare';
export { heldAgainstTold } from './held-against-told';
export { DIFFERENCE_LABELS } from './reconciliation-report';
