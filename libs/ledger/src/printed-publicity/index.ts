export * from './printed-publicity.module';
