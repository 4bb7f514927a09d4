export * from './erasure.module';
