export { AccessRecorder, type Reading, recorderLimits, type RecorderLimits } from './access-recorder';
export { AccessRecords } from './access-records';
export { AccessRecordModule } from './access-record.module';
