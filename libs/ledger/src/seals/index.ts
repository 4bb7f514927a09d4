export * from './seals.module';
