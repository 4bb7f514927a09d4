import { Module } from '@nestjs/common';
import { DeskModule } from '../application';
import { PublishedWorkingDays } from './published-working-days';

/** Keeps the rules of a process at the working days that the log holds. */
@Module({ imports: [DeskModule], providers: [PublishedWorkingDays] })
export class WorkingDayCalendarModule {}
