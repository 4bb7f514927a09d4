export * from './erasure.module';
export { destroyErased } from './destroy-erased';
