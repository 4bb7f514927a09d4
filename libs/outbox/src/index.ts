export * from './backoff';
export * from './deliverer';
export * from './endpoint';
export * from './enqueue';
export * from './lane';
export * from './outbox';
export * from './push';
export * from './redrive';
