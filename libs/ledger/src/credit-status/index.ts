export * from './credit-status.module';
export * from './domain/credit-status';
export * from './get-credit-status.query';
