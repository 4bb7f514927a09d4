export { CalendarPolicy, type CalendarRound } from './calendar.policy';
export { clockedAmong, type ClockedPapers } from './clocked';
export { DueWork, type DueWorkOutlook } from './due-work';
export { DueWorkModule } from './due-work.module';
export { dueWork } from './due-work.projection';
