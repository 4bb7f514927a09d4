import { type Day, dayUpTo, parseDay, readField, Refusal, requiredText, sha256Of, weekday, yearOf } from '../../shared';
import type { WorkingDaysPublished } from './working-days.events';

/** The file an operator loads: one year of the State Council's notice, as JSON. */
export interface WorkingDaysPaper {
  readonly year?: unknown;
  readonly publishedOn?: unknown;
  readonly source?: unknown;
  readonly holidays?: unknown;
  readonly workingWeekendDays?: unknown;
}

const firstYear = 2019;

/**
 * Reads the file strictly: a wrong calendar moves deadlines, and a window that is too short makes a listing void.
 *
 * Refusals in this order, each at its field: `calendar-malformed` (no JSON object); `calendar-year-invalid`; those of the day of the
 * notice, which is not after `today`, and of the source; of each day: `date-invalid`, `calendar-day-of-another-year` {day}, `calendar-holiday-on-weekend` {day} or
 * `calendar-working-day-on-weekday` {day}, `calendar-day-twice` {day}; `calendar-holidays-missing` (fewer than the seven
 * festivals have at least); `calendar-new-year-worked`; `calendar-published-too-late` (after the year itself).
 */
export function readWorkingDaysPaper(text: string, today: Day): WorkingDaysPublished['data'] {
  const paper = objectIn(text);
  const year = readField('year', () => readYear(paper.year));
  const publishedOn = readField('publishedOn', () => dayUpTo(today)(textOf(paper.publishedOn)));
  const sourceDocument = readField('source', () => requiredText(textOf(paper.source), 400));
  const holidays = readField('holidays', () => readDays(paper.holidays, year, onWeekday));
  const workingWeekendDays = readField('workingWeekendDays', () => readDays(paper.workingWeekendDays, year, onWeekend));
  readField('holidays', () => {
    checkFestivals(holidays, year);
  });
  if (yearOf(publishedOn) > year) throw new Refusal('calendar-published-too-late', { year }, 'publishedOn');
  const daysHash = sha256Of([year, holidays, workingWeekendDays]);
  return { subjectId: null, year, publishedOn, sourceDocument, holidays, workingWeekendDays, daysHash };
}

function objectIn(text: string): WorkingDaysPaper {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Refusal('calendar-malformed');
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new Refusal('calendar-malformed');
  return read;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function readYear(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < firstYear || value > 9998) {
    throw new Refusal('calendar-year-invalid', { firstYear });
  }
  return value;
}

function readDays(value: unknown, year: number, check: (day: Day) => void): readonly Day[] {
  if (!Array.isArray(value)) throw new Refusal('calendar-malformed');
  const days = value.map((written) => {
    const day = parseDay(textOf(written));
    if (yearOf(day) !== year) throw new Refusal('calendar-day-of-another-year', { day });
    check(day);
    return day;
  });
  const twice = days.find((day, at) => days.indexOf(day) !== at);
  if (twice !== undefined) throw new Refusal('calendar-day-twice', { day: twice });
  return days.sort();
}

const isWeekend = (day: Day): boolean => weekday(day) === 0 || weekday(day) === 6;

function onWeekday(day: Day): void {
  if (isWeekend(day)) throw new Refusal('calendar-holiday-on-weekend', { day });
}

function onWeekend(day: Day): void {
  if (!isWeekend(day)) throw new Refusal('calendar-working-day-on-weekday', { day });
}

/** 全国年节及纪念日放假办法 gives 11 days (13 since 2025), of which some fall on weekends: fewer weekdays off than 7 is no notice. */
function checkFestivals(holidays: readonly Day[], year: number): void {
  if (holidays.length < 7) throw new Refusal('calendar-holidays-missing', { min: 7 });
  const newYear = `${year}-01-01`;
  if (!isWeekend(newYear) && !holidays.includes(newYear))
    throw new Refusal('calendar-new-year-worked', { day: newYear });
}
