export * from './contribution';
export { creditScore, type CreditScore, scoreOf } from './credit-score';
export { judgeUnder } from './judge';
export { isOnSeriousList, listingsInForce } from './listings-in-force';
