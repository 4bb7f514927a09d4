export * from './domain/push.events';
export { pushVersions } from './domain/push.versions';
export * from './push.module';
export { pushOutbox, type PushSources } from './push-outbox.projection';
export { PushRecorder } from './push-recorder';
export type { RedrivenPushes } from './redrive-pushes.command';
export type { From, ReceivingBody } from './pushes-of';
export { type BodyId, told } from './told';
export { about, type Column, columnOf, type Row, type ToldTable } from './told-table';
