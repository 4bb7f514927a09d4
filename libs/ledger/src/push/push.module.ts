import { Module } from '@nestjs/common';
import { PushController } from './push.controller';
import { PushRecorder } from './push-recorder';
import { PushesReader } from './pushes-reader';

@Module({ controllers: [PushController], providers: [PushRecorder, PushesReader], exports: [PushRecorder] })
export class PushModule {}
