export * from './contribution';
export { creditScore, type CreditScore, scoreOf } from './credit-score';
export { isOnSeriousList, listingsInForce } from './listings-in-force';
