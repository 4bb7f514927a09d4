import type { Examples } from '../../../../../test/support/examples';
import type { WorkingDaysEvent, WorkingDaysPublished } from './working-days.events';
import { readWorkingDaysPaper, type WorkingDaysPaper } from './working-days-paper';

/** A notice for 2027 as specs have it: made up, in the usual shape. */
export const paper2027 = {
  year: 2027,
  publishedOn: '2026-11-05',
  source: '国务院办公厅关于2027年部分节假日安排的通知（示例）',
  holidays: [
    '2027-01-01',
    '2027-02-05',
    '2027-02-08',
    '2027-02-09',
    '2027-02-10',
    '2027-02-11',
    '2027-02-12',
    '2027-04-05',
    '2027-05-03',
    '2027-05-04',
    '2027-06-09',
    '2027-09-15',
    '2027-10-01',
    '2027-10-04',
    '2027-10-05',
    '2027-10-06',
    '2027-10-07',
  ],
  workingWeekendDays: ['2027-02-20', '2027-02-21', '2027-10-09'],
} satisfies WorkingDaysPaper;

export const of2027 = readWorkingDaysPaper(JSON.stringify(paper2027), '2026-11-23');
export const published2027: WorkingDaysPublished = { type: 'WorkingDaysPublished', data: of2027 };

export const examples: Examples<WorkingDaysEvent> = { WorkingDaysPublished: of2027 };
