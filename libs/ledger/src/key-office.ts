/**
 * What makes, adopts and ends keys, for a job that serves nobody: a door of its own, behind which stand plain values and the table of keys. All
 * of the ledger would be loaded with its index, and take most of the time that such a job takes.
 */
export * from './access/access-table';
export * from './access/api-key';
export { apiKey, revoke as revokeKey, streamOf as keyStreamOf } from './api-key/domain/api-key';
export { adoptApiKeys, issueApiKey, type KeyHolder } from './api-key/issue-api-key';
export { allKeysOnFile, foundInUse, type KeyOnFile } from './api-key/key-table';
export { systemClock } from './application/system-clock';
export { messageOf, Refusal, storableText } from './shared';
