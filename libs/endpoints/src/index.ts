export * from './credit-hebei/client';
export * from './credit-hebei/fake';
export { type BodyMessage, type Saying } from './body-message';
export { type BatchMark, BatchMarkFile, BatchMarkInMemory, type BatchMarks } from './database/batch-mark';
export { DatabaseEndpoint, type DatabaseOptions, type Restored } from './database/database-endpoint';
export { type ExchangedText } from './database/personal-text';
export { KeyFile } from './service/key-ring';
export { ServiceEndpoint, type ServiceOptions } from './service/service-endpoint';
