import { UpcastingEventLog } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { refusalFrom } from '../../../../test/support/refusal-from';
import { Rules, systemActor } from '../application';
import { dueDay } from '../shared';
import { paper2027 } from './domain/working-days.examples';
import { workingDaysEvents } from './domain/working-days.events';
import { publishWorkingDays } from './publish-working-days';
import { PublishedWorkingDays } from './published-working-days';

const today = '2028-01-15';
const aLog = () =>
  new UpcastingEventLog(new MemoryEventLog(() => new Date(`${today}T02:00:00Z`)), workingDaysEvents.versions);
const load = (log: ReturnType<typeof aLog>, change: object = {}) =>
  publishWorkingDays(log, JSON.stringify({ ...paper2027, ...change }), systemActor, today);

describe('loading a year of working days', () => {
  it('gives the same file the first answer again, also after another year was loaded', async () => {
    const log = aLog();
    const first = await load(log);
    expect(first).toMatchObject({ outcome: 'recorded', year: 2027, revision: 0 });
    await load(log, {
      year: 2028,
      publishedOn: '2027-11-04',
      holidays: ['2028-01-03', '2028-01-25', '2028-01-26', '2028-01-27', '2028-01-28', '2028-04-04', '2028-05-01'],
      workingWeekendDays: [],
    });
    expect(await load(log)).toEqual({ ...first, outcome: 'already-recorded' });
  });

  it('refuses the year with other days, from wherever they are', async () => {
    const log = aLog();
    await load(log);
    expect((await refusalFrom(load(log, { workingWeekendDays: [] }))).code).toBe('exists-with-different-content');
    expect((await refusalFrom(load(log, { source: '另一份通知' }))).code).toBe('exists-with-different-content');
  });
});

describe('a process', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('counts by the years of the log from its start, and by a year that comes later within a second or two', async () => {
    const log = aLog();
    const rules = new Rules();
    const working = new PublishedWorkingDays(log, rules);
    await working.onModuleInit();
    expect(dueDay(rules.book, '2026-12-31', 1)).toEqual({ dueOn: null, dueOpen: 'calendar-2027' });

    await load(log);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(dueDay(rules.book, '2026-12-31', 1)).toEqual({ dueOn: '2027-01-04', dueOpen: null });
    await working.onModuleDestroy();

    const another = new Rules();
    const restarted = new PublishedWorkingDays(log, another);
    await restarted.onModuleInit();
    expect(dueDay(another.book, '2026-12-31', 1).dueOn).toBe('2027-01-04');
    await restarted.onModuleDestroy();
  });
});
