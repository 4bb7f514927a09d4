export { CalendarPolicy, type CalendarRound } from './calendar.policy';
export { DueWork, type DueWorkOutlook } from './due-work';
