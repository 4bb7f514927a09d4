export * from './master-key';
export * from './master-key-file';
export * from './person-keys';
export * from './personal-data';
export { tokensIn } from './tokens-in';
export { KEYS_IN_TEXT, mayHoldToken, parseToken } from './token';
