export * from './domain/erasure.events';
export { ErasedKeysPolicy } from './erased-keys.policy';
export * from './erasure.module';
