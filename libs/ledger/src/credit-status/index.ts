export type { WrittenAnswer } from './answers';
export * from './answer-for';
export * from './credit-status.module';
export * from './credit-status.view';
export * from './domain/answer';
export { type CreditStatus, creditStatus } from './domain/credit-status';
export * from './get-credit-status.query';
