export * from './backoff';
export * from './deliverer';
export * from './endpoint';
export * from './outbox';
export * from './push';
