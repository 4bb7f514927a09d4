export { INTAKE_PATH, registerIntakeBody } from './intake-body';
export type { AlreadyRecordedRow, IntakeCounts, IntakeLine, RejectedRow } from './intake-line';
export * from './intake.module';
