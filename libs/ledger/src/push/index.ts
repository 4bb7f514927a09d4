export * from './domain/push.events';
export * from './push.module';
export { pushOutbox } from './push-outbox.projection';
export { pushesFor } from './push-policy';
export { PushRecorder } from './push-recorder';
