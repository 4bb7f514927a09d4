export * from './contribution';
export { creditScore, type CreditScore } from './credit-score';
export { listingsInForce } from './listings-in-force';
