export * from './push.module';
export { pushOutbox } from './push-outbox.projection';
export { PushRecorder } from './push-recorder';
