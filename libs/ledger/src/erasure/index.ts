export * from './domain/erasure.events';
export { erasureVersions } from './domain/erasure.versions';
export { ErasedKeysPolicy } from './erased-keys.policy';
export * from './erasure.module';
