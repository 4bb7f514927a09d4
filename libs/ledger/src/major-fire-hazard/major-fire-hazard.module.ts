import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import { ConfirmRectificationHandler } from './confirm-rectification.command';
import { MajorFireHazardController } from './major-fire-hazard.controller';
import { RecordMajorFireHazardHandler } from './record-major-fire-hazard.command';

@Module({
  imports: [CqrsModule, DeskModule],
  controllers: [MajorFireHazardController],
  providers: [RecordMajorFireHazardHandler, ConfirmRectificationHandler],
})
export class MajorFireHazardModule {}
