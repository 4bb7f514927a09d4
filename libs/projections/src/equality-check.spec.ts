import { isEqualityCheckDue } from './equality-check';

describe('the nightly check is due', () => {
  it.each([
    ['at its hour, when the last one was yesterday', 3, 1],
    ['later in the day, when its hour was missed', 15, 1],
    ['at its hour, when there was none', 3, null],
    ['at any hour, when a whole night was missed', 1, 2],
  ])('%s', (_, hour, nightsAgo) => {
    expect(isEqualityCheckDue(hour, 3, nightsAgo)).toBe(true);
  });

  it.each([
    ['before its hour', 2, 1],
    ['when tonight’s is done', 3, 0],
    ['at another hour of a new ledger', 15, null],
  ])('not %s', (_, hour, nightsAgo) => {
    expect(isEqualityCheckDue(hour, 3, nightsAgo)).toBe(false);
  });
});
