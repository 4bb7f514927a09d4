export * from './access-table';
export * from './allow.decorator';
export * from './api-key';
export * from './api-keys';
export * from './caller.decorator';
export * from './shows.decorator';
