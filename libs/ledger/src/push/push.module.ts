import { Module } from '@nestjs/common';
import { PushController } from './push.controller';
import { PushRecorder } from './push-recorder';

@Module({ controllers: [PushController], providers: [PushRecorder], exports: [PushRecorder] })
export class PushModule {}
