export * from './spot-check.module';
