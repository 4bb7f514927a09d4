import { type Actor, type EventLog, fold, transact, type Transacted } from '@app/event-store';
import { type Day, derivedId, idInstead, stateCouncilCalendar, type WorkingDayCalendar } from '../shared';
import { calendarId, calendarOf, publish, workingDayCalendar } from './domain/working-day-calendar';
import { readWorkingDaysPaper } from './domain/working-days-paper';

const stream = `${workingDayCalendar.category}-${calendarId}`;

export interface LoadedYear extends Transacted {
  readonly year: number;
  readonly daysHash: string;
}

/**
 * Loads one year of working days from the text of its file. The same days from the same notice once more: the first answer.
 * Refusals: those of `readWorkingDaysPaper`, then those of `publish`.
 */
export async function publishWorkingDays(log: EventLog, text: string, actor: Actor, today: Day): Promise<LoadedYear> {
  const wanted = readWorkingDaysPaper(text, today);
  const { year, daysHash, sourceDocument, publishedOn } = wanted;
  const done = await transact(
    log,
    stream,
    workingDayCalendar,
    publish(stateCouncilCalendar, wanted),
    {
      actor,
      commandId: derivedId('workingDayCalendar', String(year), daysHash, sourceDocument, publishedOn),
      requestId: 'calendar/load',
      causeId: null,
      whenTaken: idInstead,
    },
    { answeredBy: ['WorkingDaysPublished'] },
  );
  return { ...done, year, daysHash };
}

export interface KnownYear {
  readonly year: number;
  /** Of a year that comes with the program: `随程序提供`. */
  readonly source: string;
}

/** The years whose working days are known: those of the program, and those that were loaded. */
export async function yearsOfWorkingDays(log: EventLog): Promise<readonly KnownYear[]> {
  const { years } = fold(workingDayCalendar, await log.readStream(stream));
  const known = new Map([...stateCouncilCalendar.years.keys()].map((year) => [year, '随程序提供']));
  for (const { year, sourceDocument } of Object.values(years)) known.set(year, sourceDocument);
  return [...known].map(([year, source]) => ({ year, source })).sort((one, other) => one.year - other.year);
}

/** The years that were loaded, as rules count by them: those of the program are not among them. */
export const calendarInLog = async (log: Pick<EventLog, 'readStream'>): Promise<WorkingDayCalendar> =>
  calendarOf(fold(workingDayCalendar, await log.readStream(stream)));
