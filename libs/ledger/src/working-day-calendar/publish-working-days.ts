import { type Actor, type EventLog, transact, type Transacted } from '@app/event-store';
import { derivedId, stateCouncilCalendar } from '../shared';
import { calendarId, publish, workingDayCalendar } from './domain/working-day-calendar';
import { readWorkingDaysPaper } from './domain/working-days-paper';

export interface LoadedYear extends Transacted {
  readonly year: number;
  readonly daysHash: string;
}

/**
 * Loads one year of working days from the text of its file. The same days from the same notice once more: the first answer.
 * Refusals: those of `readWorkingDaysPaper`, then those of `publish`.
 */
export async function publishWorkingDays(log: EventLog, text: string, actor: Actor): Promise<LoadedYear> {
  const wanted = readWorkingDaysPaper(text);
  const { year, daysHash, sourceDocument, publishedOn } = wanted;
  const done = await transact(
    log,
    `${workingDayCalendar.category}-${calendarId}`,
    workingDayCalendar,
    publish(wanted, stateCouncilCalendar),
    {
      actor,
      commandId: derivedId('workingDayCalendar', String(year), daysHash, sourceDocument, publishedOn),
      requestId: 'calendar/load',
      causeId: null,
    },
    { answeredBy: ['WorkingDaysPublished'] },
  );
  return { ...done, year, daysHash };
}
