export {
  calendarInLog,
  type KnownYear,
  type LoadedYear,
  publishWorkingDays,
  yearsOfWorkingDays,
} from './publish-working-days';
