export * from './master-key';
export * from './master-key-file';
export * from './person-keys';
export * from './personal-data';
export { mayHoldToken, parseToken } from './token';
