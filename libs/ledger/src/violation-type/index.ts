export * from './violation-type';
