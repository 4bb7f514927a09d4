import { Global, Module } from '@nestjs/common';
import { Rules } from '../application';
import { PublishedWorkingDays } from './published-working-days';

/** The rules of a process, kept at what the log holds. One for the whole process, whatever runs in it. */
@Global()
@Module({ providers: [Rules, PublishedWorkingDays], exports: [Rules] })
export class WorkingDayCalendarModule {}
