export * from './penalty-decision.module';
