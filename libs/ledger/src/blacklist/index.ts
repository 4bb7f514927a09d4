export * from './blacklist.module';
export { MEASURES, type MeasureCode } from './domain/measures';
