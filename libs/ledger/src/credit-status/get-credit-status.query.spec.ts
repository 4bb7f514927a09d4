import { refusalOf } from '../../../../test/support/given-when-then';
import { type CreditStatusDto, readTimes } from './get-credit-status.query';

const now = '2026-05-06T17:00:00.000Z';
const clock = { now: () => new Date(now), today: () => '2026-05-07' };

describe('the times of a question', () => {
  it.each([
    ['are everything, today, unless given', {}, null, '2026-05-07'],
    ['are everything, today, where they are null', { validAt: null, knownAt: null }, null, '2026-05-07'],
    [
      'are the day in Shanghai of what is known',
      { knownAt: '2026-04-30T16:00:00Z' },
      '2026-04-30T16:00:00.000Z',
      '2026-05-01',
    ],
    ['are a day of their own', { validAt: '2026-01-02' }, null, '2026-01-02'],
    ['are everything, today, when that is asked for', { validAt: '2026-05-07', knownAt: now }, null, '2026-05-07'],
    ['are now for one whose clock is two seconds ahead', { knownAt: '2026-05-06T17:00:02Z' }, null, '2026-05-07'],
    [
      'are a day after what was known: what was known then of it',
      { validAt: '2026-05-06', knownAt: '2026-05-01T00:00:00+08:00' },
      '2026-04-30T16:00:00.000Z',
      '2026-05-06',
    ],
  ])('%s', (_what, given, knownAt, validAt) => {
    expect(readTimes(given as CreditStatusDto, clock)).toEqual({ knownAt, validAt, askedAt: now });
  });

  it.each([
    [{ knownAt: '2026-05-06T17:00:02.001Z' }, 'instant-in-future', { now }],
    [{ knownAt: '9999-12-31T23:59:59Z' }, 'instant-in-future', { now }],
    [{ knownAt: '9999-12-31T15:59:59Z' }, 'instant-in-future', { now }],
    [{ knownAt: '9999-12-31T23:59:59-08:00' }, 'instant-invalid', {}],
    [{ knownAt: '2026-02-30T00:00:00Z' }, 'instant-invalid', {}],
    [{ knownAt: '2025-11-31T00:00:00Z' }, 'instant-invalid', {}],
    [{ knownAt: '2026-01-01T24:00:00Z' }, 'instant-invalid', {}],
    [{ validAt: '2026-05-08' }, 'day-in-future', { today: '2026-05-07' }],
    [{ validAt: '2099-12-31' }, 'day-in-future', { today: '2026-05-07' }],
    [{ validAt: '2026-02-30' }, 'date-invalid', {}],
    [{ validAt: '2025-11-31' }, 'date-invalid', {}],
  ])('are refused: %j', (given, code, facts) => {
    const [field] = Object.keys(given);
    expect(refusalOf(() => readTimes(given, clock))).toMatchObject({ code, field, facts });
  });

  it('are of the next day when two seconds make it one', () => {
    const late = { now: () => new Date('2026-05-06T15:59:59Z'), today: () => '2026-05-06' };
    expect(readTimes({ validAt: '2026-05-07' }, late).validAt).toBe('2026-05-07');
  });
});
