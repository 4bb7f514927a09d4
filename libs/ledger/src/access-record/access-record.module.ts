import { Module } from '@nestjs/common';
import { AccessRecordController } from './access-record.controller';

/** `AccessRecords` and `AccessRecorder` are given from outside: they live as long as the connections to the database. */
@Module({ controllers: [AccessRecordController] })
export class AccessRecordModule {}
