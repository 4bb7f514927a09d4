import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import { ConfirmRectificationHandler } from './confirm-rectification.command';
import { FindHazardOverdueHandler } from './find-hazard-overdue.command';
import { MajorFireHazardController } from './major-fire-hazard.controller';
import { OverdueHazardsSweep } from './overdue-hazards.sweep';
import { RecordMajorFireHazardHandler } from './record-major-fire-hazard.command';

@Module({
  imports: [CqrsModule, DeskModule],
  controllers: [MajorFireHazardController],
  providers: [RecordMajorFireHazardHandler, ConfirmRectificationHandler, FindHazardOverdueHandler, OverdueHazardsSweep],
  exports: [OverdueHazardsSweep],
})
export class MajorFireHazardModule {}
