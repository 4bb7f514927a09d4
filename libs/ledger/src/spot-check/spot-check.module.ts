import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import { RecordSpotCheckHandler } from './record-spot-check.command';
import { SpotCheckController } from './spot-check.controller';
import { WithdrawSpotCheckResultHandler } from './withdraw-spot-check-result.command';

@Module({
  imports: [CqrsModule, DeskModule],
  controllers: [SpotCheckController],
  providers: [RecordSpotCheckHandler, WithdrawSpotCheckResultHandler],
})
export class SpotCheckModule {}
