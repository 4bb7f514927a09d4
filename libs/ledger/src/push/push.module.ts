import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Desk, Rules } from '../application';
import { PushController } from './push.controller';
import { PushRecorder } from './push-recorder';
import { RedrivePushHandler } from './redrive-push.command';
import { RedrivePushesHandler } from './redrive-pushes.command';

@Module({
  imports: [CqrsModule],
  controllers: [PushController],
  providers: [Desk, Rules, PushRecorder, RedrivePushHandler, RedrivePushesHandler],
  exports: [PushRecorder],
})
export class PushModule {}
