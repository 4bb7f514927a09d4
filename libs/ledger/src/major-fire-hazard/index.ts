export { ConfirmRectification } from './confirm-rectification.command';
export * from './domain/major-fire-hazard.events';
export type { MajorFireHazardPaper } from './domain/major-fire-hazard-paper';
export { FindHazardOverdue } from './find-hazard-overdue.command';
export * from './major-fire-hazard.module';
export { RecordMajorFireHazard } from './record-major-fire-hazard.command';
export { openHazards } from './open-hazards.projection';
export { OverdueHazardsSweep } from './overdue-hazards.sweep';
