export * from './event-log';
export * from './transact';
export * from './upcasting-event-log';
export * from './events-of';
export * from './handling';
