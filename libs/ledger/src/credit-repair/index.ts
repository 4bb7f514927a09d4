export * from './credit-repair.module';
export { type CreditRepair, creditRepair } from './domain/credit-repair';
export { isToldRecord, type ToldRecord } from './domain/told-record';
export { recordSuspension } from './domain/record-suspension';
