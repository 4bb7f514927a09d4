export * from './domain/spot-check.events';
export type { SpotCheckPaper } from './domain/spot-check-paper';
export { RecordSpotCheck } from './record-spot-check.command';
export * from './spot-check.module';
