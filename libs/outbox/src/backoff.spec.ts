import * as fc from 'fast-check';
import { retryAfterMs } from './backoff';

const backoff = { firstMs: 500, capMs: 300_000 };

describe('the wait before the next try', () => {
  it('doubles', () => {
    expect([1, 2, 3, 4].map((attempt) => retryAfterMs(attempt, 0, backoff))).toEqual([250, 500, 1000, 2000]);
  });

  it('stops growing at the cap', () => {
    expect([11, 12, 100, 1_000_000].map((attempt) => retryAfterMs(attempt, 0, backoff))).toEqual([
      150_000, 150_000, 150_000, 150_000,
    ]);
  });

  it('leaves half of it to chance, and never exceeds the cap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, chance) => {
          const least = retryAfterMs(attempt, 0, backoff);
          const wait = retryAfterMs(attempt, chance, backoff);
          expect(wait).toBeGreaterThanOrEqual(least);
          expect(wait).toBeLessThanOrEqual(Math.min(2 * least, backoff.capMs));
        },
      ),
    );
  });
});
