import { Module } from '@nestjs/common';
import { DeskModule } from '../application';
import { PushController } from './push.controller';
import { PushRecorder } from './push-recorder';
import { PushesReader } from './pushes-reader';

@Module({
  imports: [DeskModule],
  controllers: [PushController],
  providers: [PushRecorder, PushesReader],
  exports: [PushRecorder],
})
export class PushModule {}
