import { type CreditStatusDto, readTimes } from './get-credit-status.query';

const clock = { now: () => new Date('2026-05-06T17:00:00Z'), today: () => '2026-05-07' };

describe('the times of a question', () => {
  it.each([
    ['are now unless given', {}, '2026-05-06T17:00:00.000Z', '2026-05-07'],
    ['are now where they are null', { validAt: null, knownAt: null }, '2026-05-06T17:00:00.000Z', '2026-05-07'],
    [
      'are the day in Shanghai of what is known',
      { knownAt: '2026-04-30T16:00:00Z' },
      '2026-04-30T16:00:00.000Z',
      '2026-05-01',
    ],
    ['are a day of their own', { validAt: '2026-01-02' }, '2026-05-06T17:00:00.000Z', '2026-01-02'],
  ])('%s', (_what, given, knownAt, validAt) => {
    expect(readTimes(given as CreditStatusDto, clock)).toEqual({ knownAt, validAt });
  });
});
