export * from './major-fire-hazard.module';
export { OverdueHazardsSweep } from './overdue-hazards.sweep';
