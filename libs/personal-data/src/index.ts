export * from './master-key';
export * from './master-key-file';
export * from './person-keys';
export * from './personal-data';
export { tokensIn } from './tokens-in';
export { mayHoldToken, parseToken } from './token';
