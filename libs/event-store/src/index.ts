export * from './event-log';
export * from './transact';
