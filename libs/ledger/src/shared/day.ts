import { Refusal } from './refusal';
import { storableText } from './storable-text';

/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`, years 1900–9999. Sorts as text. */
export type Day = string;

/** Nothing is counted beyond it: a day of the year 10000 would sort before every other. People write it for "without end". */
const LAST_DAY: Day = '9999-12-31';

/** China has kept UTC+8 without summer time since 1991; older instants do not occur here. */
const SHANGHAI_OFFSET_MS = 8 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

const WRITTEN = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];

/**
 * A day as people write it: `2024-01-05`, `2024-1-5`, `2024/1/5`, `2024年1月5日`, `20240105`; full-width digits, too.
 * Refusals in this order: that of `storableText`, `required`, `date-invalid` (another form, a day no calendar has, before 1900).
 */
export function parseDay(text: string): Day {
  const written = storableText(text).replaceAll('／', '/').replaceAll('－', '-').replace(/\s+/g, '');
  if (written === '') throw new Refusal('required');
  for (const form of WRITTEN) {
    const parts = form.exec(written);
    if (parts === null) continue;
    const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
    if (year < 1900 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) break;
    return spell(year, month, day);
  }
  throw new Refusal('date-invalid');
}

/** The own day of a paper, unless it lies after `today`: `date-in-future` {today}. */
export function notInFuture(day: Day, today: Day): Day {
  if (day > today) throw new Refusal('date-in-future', { today });
  return day;
}

/** Negative, zero or positive: for sorting. */
export function compareDay(one: Day, other: Day): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** `days` later, 9999-12-31 at the latest. */
export function addDays(day: Day, days: number): Day {
  return dayOfNumber(dayNumber(day) + days);
}

/**
 * The last day of a term of so many months from `day`, which is not counted itself: the day of the same number, or the last day of a
 * month that is too short (31 January + 1 month = 28 or 29 February); 9999-12-31 at the latest. By 民法典 201, 202 and 民事诉讼法 85
 * (regulations 16, S73, by analogy). How the terms of papers are read, `lastDayOfTerm` says.
 */
export function termEnd(day: Day, months: number): Day {
  const month = yearOf(day) * 12 + monthOf(day) - 1 + months;
  const year = Math.floor(month / 12);
  const monthOfYear = (month % 12) + 1;
  return spell(year, monthOfYear, Math.min(dayOfMonth(day), daysInMonth(year, monthOfYear)));
}

/** The calendar day in Shanghai at an instant: a Date, or UTC text such as `2024-01-05T16:00:00.000Z`. */
export function dayOfInstant(instant: string | Date): Day {
  const ms = typeof instant === 'string' ? Date.parse(instant) : instant.getTime();
  if (Number.isNaN(ms)) throw new RangeError('dayOfInstant: not an instant');
  return dayOfNumber(Math.floor((ms + SHANGHAI_OFFSET_MS) / DAY_MS));
}

/** The hour of the clock in Shanghai at an instant, 0 to 23. */
export function shanghaiHour(instant: Date): number {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).getUTCHours();
}

/** 0 Sunday … 6 Saturday. */
export function weekday(day: Day): number {
  return (((dayNumber(day) + 4) % 7) + 7) % 7;
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

function monthOf(day: Day): number {
  return Number(day.slice(5, 7));
}

function dayOfMonth(day: Day): number {
  return Number(day.slice(8, 10));
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function spell(year: number, month: number, day: number): Day {
  if (year > 9999) return LAST_DAY;
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

/** Days since 1970-01-01, by integers only: scores ask for it on every status query. Years begin in March, so leap days come last. */
function dayNumber(day: Day): number {
  const month = monthOf(day);
  const year = yearOf(day) - (month <= 2 ? 1 : 0);
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth(day) - 1;
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + dayOfYear - 719468;
}

function dayOfNumber(number: number): Day {
  const sinceMarch0 = number + 719468;
  const era = Math.floor(sinceMarch0 / 146097);
  const ofEra = sinceMarch0 - era * 146097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const day = ofYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  return spell(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}
