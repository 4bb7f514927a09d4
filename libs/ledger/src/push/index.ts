export * from './push.module';
export { pushOutbox, type PushSources } from './push-outbox.projection';
export { PushFlows } from './pause-pushes.command';
export { PushRecorder } from './push-recorder';
export type { From, ReceivingBody } from './pushes-of';
export type { RedrivenPushes } from './redrive-pushes.command';
export { BODY_IDS, type BodyId } from './told';
export { about, type Column, columnOf, fedColumn, type Row, type ToldTable } from './told-table';
export { findLost, pushOutcome } from './domain/push-outcome';
