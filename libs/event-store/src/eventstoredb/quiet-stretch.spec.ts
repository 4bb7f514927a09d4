import { QuietStretch } from './quiet-stretch';

describe('the stretch in which only others wrote', () => {
  let quiet: QuietStretch;
  beforeEach(() => {
    quiet = new QuietStretch();
  });

  it('is not known from one look: the newest event came after it', () => {
    quiet.foundNothing(100, 900);
    expect(quiet.beginAfter(100)).toBe(100);
    expect(quiet.known()).toBeUndefined();
  });

  it('is known from a second look after the same event, up to where the first one’s newest stood', () => {
    quiet.foundNothing(100, 900);
    quiet.foundNothing(100, 1_200);
    expect(quiet.known()).toEqual({ newest: 100, end: 900 });
    expect([0, 99, 100, 500, 899, 900, 901].map((after) => quiet.beginAfter(after))).toEqual([
      0, 99, 900, 900, 900, 900, 901,
    ]);
  });

  it('grows with each look, and begins anew after another event', () => {
    for (const newest of [900, 1_200, 1_500]) quiet.foundNothing(100, newest);
    expect(quiet.beginAfter(100)).toBe(1_200);
    quiet.foundNothing(1_600, 2_000);
    quiet.foundNothing(1_600, 2_000);
    expect(quiet.beginAfter(1_600)).toBe(2_000);
    expect(quiet.beginAfter(100)).toBe(100);
  });

  it('is learned once in eight looks', () => {
    const due = Array.from({ length: 24 }, () => quiet.isDue());
    expect(due.flatMap((now, look) => (now ? [look] : []))).toEqual([7, 15, 23]);
  });

  it('is forgotten when told to', () => {
    for (const newest of [900, 1_200]) quiet.foundNothing(100, newest);
    quiet.forget();
    expect(quiet.beginAfter(100)).toBe(100);
  });
});
