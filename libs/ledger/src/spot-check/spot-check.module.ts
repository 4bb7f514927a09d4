import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { RecordSpotCheckHandler } from './record-spot-check.command';
import { SpotCheckController } from './spot-check.controller';

@Module({
  imports: [CqrsModule],
  controllers: [SpotCheckController],
  providers: [RecordSpotCheckHandler],
})
export class SpotCheckModule {}
