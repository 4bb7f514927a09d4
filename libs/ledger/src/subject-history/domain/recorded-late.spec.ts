import { publishedRules } from '../../rule-set';
import { isRecordedLate } from './recorded-late';

describe('a step of a procedure', () => {
  const { value: days } = publishedRules.inForce('2026-05-01').history.lateAfterDays;

  it.each([
    ['2026-05-01', false],
    ['2026-05-31', false],
    ['2026-06-01', true],
    ['2026-11-28', true],
  ])('of 1 May that is recorded on %s is late: %s', (recordedOn, late) => {
    expect(days).toBe(30);
    expect(isRecordedLate(publishedRules, '2026-05-01', recordedOn)).toBe(late);
  });
});
