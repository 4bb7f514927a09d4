export { spotCheck, type SpotCheckState } from './domain/spot-check';
export * from './spot-check.module';
