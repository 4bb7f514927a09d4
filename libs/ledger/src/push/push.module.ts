import { Module } from '@nestjs/common';
import { DeskModule } from '../application';
import { PushController } from './push.controller';
import { PushRecorder } from './push-recorder';

@Module({ imports: [DeskModule], controllers: [PushController], providers: [PushRecorder], exports: [PushRecorder] })
export class PushModule {}
