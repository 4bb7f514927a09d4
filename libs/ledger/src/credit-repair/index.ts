export * from './credit-repair.module';
export { type CreditRepair, creditRepair } from './domain/credit-repair';
export { recordSuspension } from './domain/record-suspension';
