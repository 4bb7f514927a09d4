export { type LoadedYear, publishWorkingDays } from './publish-working-days';
export { workingDayCalendar } from './domain/working-day-calendar';
export { WorkingDayCalendarModule } from './working-day-calendar.module';
