import type { Capability } from '../capability';
import { workingDayCalendar } from './domain/working-day-calendar';
import { names } from './names';
import { WorkingDayCalendarModule } from './working-day-calendar.module';

export const workingDayCalendarCapability = {
  name: 'working-day-calendar',
  module: WorkingDayCalendarModule,
  aggregates: [workingDayCalendar],
  names,
} as const satisfies Capability;
