export * from './commitment.module';
