export { ConfirmRectification } from './confirm-rectification.command';
export * from './domain/major-fire-hazard.events';
export type { MajorFireHazardPaper } from './domain/major-fire-hazard-paper';
export { majorFireHazard } from './domain/major-fire-hazard';
export * from './major-fire-hazard.module';
export { RecordMajorFireHazard } from './record-major-fire-hazard.command';
