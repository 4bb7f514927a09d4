import { refusalFrom } from '../../../../test/support/refusal-from';
import { ageOf, mustSpeak, type Stand, whyNoAnswer } from './stand';

const uscc = '92131003MA9ANPJY55';
const staleAfterMs = 20_000;
const fresh: Stand = {
  position: 9,
  caughtUpAt: new Date('2026-06-01T04:00:00.000Z'),
  ageMs: 3,
  staleAfterMs,
  clocksApart: false,
  stoppedBy: null,
  stopped: new Map(),
  differing: new Set<string>(),
};
const neverCaughtUp = { caughtUpAt: null, ageMs: Infinity };

describe('why a read model cannot answer', () => {
  it('is nothing while it runs and is fresh, up to the limit', () => {
    expect(whyNoAnswer(fresh, uscc)).toBeUndefined();
    expect(whyNoAnswer({ ...fresh, ageMs: staleAfterMs }, uscc)).toBeUndefined();
  });

  it('is first of all that the clocks are apart: what stands today follows from them', () => {
    expect(whyNoAnswer({ ...fresh, clocksApart: true }, uscc)).toBe('clocks-apart');
    expect(whyNoAnswer({ ...fresh, clocksApart: true, stoppedBy: 'bad event' })).toBe('clocks-apart');
  });

  it('is that it stopped, however fresh it looks', () => {
    expect(whyNoAnswer({ ...fresh, stoppedBy: 'unknown rule set' }, uscc)).toBe('read-model-stopped');
    expect(whyNoAnswer({ ...fresh, stoppedBy: '' }, uscc)).toBe('read-model-stopped');
  });

  it('is that the subject asked for stands still, and no other', () => {
    const stopped = new Map([[uscc, 5]]);
    expect(whyNoAnswer({ ...fresh, stopped }, uscc)).toBe('subject-stopped');
    expect(whyNoAnswer({ ...fresh, stopped }, '91131000MA0Y000167')).toBeUndefined();
    expect(whyNoAnswer({ ...fresh, stopped })).toBeUndefined();
  });

  it('is that it is behind', () => {
    expect(whyNoAnswer({ ...fresh, ageMs: staleAfterMs + 1 }, uscc)).toBe('read-model-behind');
    expect(whyNoAnswer({ ...fresh, ...neverCaughtUp }, uscc)).toBe('read-model-behind');
  });

  it('is that it is behind, when nobody can say how old it is, or how old it may be', () => {
    expect(whyNoAnswer({ ...fresh, ageMs: NaN }, uscc)).toBe('read-model-behind');
    expect(whyNoAnswer({ ...fresh, staleAfterMs: NaN }, uscc)).toBe('read-model-behind');
  });
});

describe('a list', () => {
  it('speaks while its read model does, and says how old it is', () => {
    expect(() => {
      mustSpeak(fresh);
    }).not.toThrow();
    expect(ageOf(fresh)).toEqual({ position: 9, dataAge: 3 });
  });

  it.each<[string, Partial<Stand>, number | null]>([
    ['read-model-stopped', { stoppedBy: 'unknown rule set' }, 3],
    ['read-model-behind', { ageMs: 20_001 }, 20_001],
    ['read-model-behind', neverCaughtUp, null],
  ])('is refused otherwise, with the reason: %s', async (reason, change, dataAge) => {
    const refusal = await refusalFrom(
      Promise.resolve().then(() => {
        mustSpeak({ ...fresh, ...change });
      }),
    );
    expect(refusal).toMatchObject({
      code: 'cannot-answer',
      facts: { reason, position: 9, ...(dataAge !== null && { dataAge }) },
    });
  });
});
