export * from './credit-hebei/client';
export * from './credit-hebei/fake';
export { type BodyMessage, type Saying } from './body-message';
export { KeyFile } from './service/key-ring';
export { ServiceEndpoint, type ServiceOptions } from './service/service-endpoint';
