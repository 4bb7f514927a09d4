export * from './event-log';
export * from './transact';
export * from './upcasting-event-log';
export * from './decode-once';
export * from './events-of';
export * from './handling';
