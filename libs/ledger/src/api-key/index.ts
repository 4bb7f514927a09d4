export { ApiKeysOnFile } from './api-keys-on-file';
export { ApiKeyModule } from './api-key.module';
export { apiKey, revoke as revokeKey, streamOf as keyStreamOf } from './domain/api-key';
export { adoptApiKeys, issueApiKey, type KeyHolder } from './issue-api-key';
export * from './compare-keys';
export { allKeysOnFile, foundInUse, type KeyOnFile } from './key-table';
