export * from './credit-repair.module';
