import { Breaker, type Rest } from './breaker';
import type { Answer } from './endpoint';

const failed: Answer = { outcome: 'failed', reason: '503' };
const refused: Answer = { outcome: 'rejected', code: '1001', message: '', fields: [] };

function aBreaker() {
  let at = 0;
  const told: (Rest | undefined)[] = [];
  const breaker = new Breaker(
    { afterFailures: 3, rest: { firstMs: 1_000, capMs: 4_000 } },
    () => at,
    (rest) => told.push(rest),
  );
  return {
    breaker,
    told,
    fail: (times: number) => {
      for (let n = 0; n < times; n += 1) breaker.heard([failed]);
    },
    passes: (ms: number) => {
      at += ms;
    },
  };
}

describe('a body that does not answer', () => {
  it('is asked as before after fewer failures, or when an answer lies between; a refusal is an answer', () => {
    const { breaker, fail } = aBreaker();
    fail(2);
    breaker.heard([failed, refused]);
    fail(2);
    expect(breaker.let(8)).toBe(8);
  });

  it('is left alone after so many in a row; then one request goes out and no second one beside it', () => {
    const { breaker, fail, passes } = aBreaker();
    fail(3);
    expect(breaker.let(8)).toBe(0);
    passes(1_000);
    expect(breaker.let(8)).toBe(1);
    expect(breaker.let(8)).toBe(0);
    breaker.heard([refused]);
    breaker.over();
    expect(breaker.let(8)).toBe(8);
  });

  it('is left alone for longer after a probe that failed, and never for longer than the longest rest', () => {
    const { breaker, fail, passes } = aBreaker();
    fail(3);
    for (const [least, most] of [
      [500, 1_000],
      [1_000, 2_000],
      [2_000, 4_000],
      [2_000, 4_000],
    ] as const) {
      passes(least - 1);
      expect(breaker.let(1)).toBe(0);
      passes(most - least + 1);
      expect(breaker.let(1)).toBe(1);
      fail(1);
      breaker.over();
    }
  });

  it('is left alone no longer because more than one request was under way: that is one outage', () => {
    const { breaker, fail, passes } = aBreaker();
    fail(16);
    passes(1_000);
    expect(breaker.let(8)).toBe(1);
  });

  it('is left alone for as long as the last one under way says', () => {
    const { breaker, fail, passes } = aBreaker();
    fail(3);
    breaker.heard([{ ...failed, retryAfterMs: 60_000 }]);
    passes(59_999);
    expect(breaker.let(8)).toBe(0);
    passes(1);
    expect(breaker.let(8)).toBe(1);
  });

  it('is probed again when the probe found nothing to ask', () => {
    const { breaker, fail, passes } = aBreaker();
    fail(3);
    passes(1_000);
    expect(breaker.let(8)).toBe(1);
    breaker.over();
    expect(breaker.let(8)).toBe(1);
  });

  it('is said to be left alone, each time, and once that it answers again', () => {
    const { breaker, told, fail, passes } = aBreaker();
    breaker.heard([refused]);
    breaker.heard([refused]);
    expect(told).toEqual([undefined]); // whatever a process before this one said
    fail(4);
    passes(1_000);
    breaker.let(1);
    fail(1);
    breaker.over();
    expect(told.slice(1)).toMatchObject([{ rests: 1 }, { rests: 2 }]);
    breaker.heard([refused]);
    breaker.heard([refused]);
    expect(told.slice(3)).toEqual([undefined]);
  });

  it('is left alone at once, for as long as it says', () => {
    const { breaker, passes } = aBreaker();
    breaker.heard([{ ...failed, retryAfterMs: 60_000 }]);
    passes(59_999);
    expect(breaker.let(8)).toBe(0);
    passes(1);
    expect(breaker.let(8)).toBe(1);
  });
});
