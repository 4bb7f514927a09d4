import fc from 'fast-check';
import { QuietStretch } from './quiet-stretch';

/** A reader stands at the newest of our events, or two before it. */
const begins = fc.record({ what: fc.constant('begins' as const), behind: fc.constantFrom(0, 0, 2) });
const ends = fc.record({ what: fc.constant('ends' as const), at: fc.nat(3) });
const weAppend = fc.record({ what: fc.constant('we append' as const) });
const othersAppend = fc.record({ what: fc.constant('others append' as const) });

describe('the stretch in which only others wrote', () => {
  let quiet: QuietStretch;
  beforeEach(() => {
    quiet = new QuietStretch();
  });
  /** A look from its beginning to its end, with nothing between. */
  const foundNothing = (after: number, newest: number) => {
    quiet.foundNothing(quiet.beginLook(), after, newest);
  };

  it('is not known from one look: the newest event came after it', () => {
    foundNothing(100, 900);
    expect(quiet.beginAfter(100)).toBe(100);
    expect(quiet.known()).toBeUndefined();
  });

  it('is known from a second look after the same event, up to where the first one’s newest stood', () => {
    foundNothing(100, 900);
    foundNothing(100, 1_200);
    expect(quiet.known()).toEqual({ newest: 100, end: 900 });
    expect([0, 99, 100, 500, 899, 900, 901].map((after) => quiet.beginAfter(after))).toEqual([
      0, 99, 900, 900, 900, 900, 901,
    ]);
  });

  it('grows with each look, and begins anew after another event', () => {
    for (const newest of [900, 1_200, 1_500]) foundNothing(100, newest);
    expect(quiet.beginAfter(100)).toBe(1_200);
    foundNothing(1_600, 2_000);
    foundNothing(1_600, 2_000);
    expect(quiet.beginAfter(1_600)).toBe(2_000);
    expect(quiet.beginAfter(100)).toBe(100);
  });

  it('is learned once in eight looks', () => {
    const due = Array.from({ length: 24 }, () => quiet.isDue(quiet.beginLook()));
    expect(due.flatMap((now, look) => (now ? [look] : []))).toEqual([7, 15, 23]);
  });

  it('is not known from two looks of which neither began after the other ended', () => {
    const [early, late] = [quiet.beginLook(), quiet.beginLook()];
    // Somebody appends at 150 now: both looks were asked before and have found nothing.
    quiet.foundNothing(late, 100, 200);
    quiet.foundNothing(early, 100, 200);
    expect(quiet.beginAfter(100)).toBe(100);
    foundNothing(100, 300);
    expect(quiet.beginAfter(100)).toBe(200);
  });

  it('passes over no event of ours, however looks overlap', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(begins, ends, weAppend, othersAppend), { minLength: 40, maxLength: 60 }),
        (steps) => {
          const tried = new QuietStretch();
          const ours = [100];
          const passedOver: number[] = [];
          let newest = 100;
          const underWay: { readonly look: number; readonly after: number; readonly empty: boolean }[] = [];
          for (const step of steps) {
            if (step.what === 'we append') ours.push((newest += 10));
            if (step.what === 'others append') newest += 10;
            if (step.what === 'begins') {
              const after = ours.at(-1 - step.behind) ?? 100;
              const from = tried.beginAfter(after);
              passedOver.push(...ours.filter((position) => position > after && position < from));
              underWay.push({ look: tried.beginLook(), after, empty: !ours.some((position) => position > after) });
            }
            if (step.what === 'ends') {
              const [ended] = underWay.splice(step.at % Math.max(underWay.length, 1), 1);
              if (ended?.empty) tried.foundNothing(ended.look, ended.after, newest);
            }
          }
          expect(passedOver).toEqual([]);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  /** Whether any order of three looks at 100, from asked to answered, and two appends passes over an event of ours. */
  function everyOrder(judged: (tried: QuietStretch, look: number, newest: number) => void) {
    let orders = 0;
    const passedOver: string[] = [];
    const go = (done: readonly number[]) => {
      if (done.length === 8) {
        orders++;
        const lost = played(done, judged);
        if (lost) passedOver.push(done.join(' '));
        return;
      }
      const times = (step: number) => done.filter((one) => one === step).length;
      for (const step of [0, 1, 2]) if (times(step) < 2) go([...done, step]); // a look: first asked, then answered
      if (times(3) < 2) go([...done, 3]); // an append
    };
    go([]);
    return { orders, passedOver };
  }

  /** What a last look at 100 would not see, after all this. */
  function played(
    steps: readonly number[],
    judged: (tried: QuietStretch, look: number, newest: number) => void,
  ): boolean {
    const tried = new QuietStretch();
    const ours = [100];
    const asked = new Map<number, { readonly look: number; readonly empty: boolean }>();
    const isBlind = () => ours.some((position) => position > 100 && position < tried.beginAfter(100));
    let blind = false;
    for (const step of steps) {
      const under = asked.get(step);
      const newest = (ours.at(-1) ?? 100) + 5; // somebody else's, behind whatever is ours
      if (step === 3) ours.push((ours.at(-1) ?? 100) + 10);
      else if (!under) {
        const from = tried.beginAfter(100);
        asked.set(step, {
          look: tried.beginLook(),
          empty: !ours.some((position) => position > 100 && position >= from),
        });
      } else if (under.empty) judged(tried, under.look, newest);
      blind ||= isBlind();
    }
    return blind;
  }

  it('passes over no event in any order of three looks and two appends', () => {
    const { orders, passedOver } = everyOrder((tried, look, newest) => {
      tried.foundNothing(look, 100, newest);
    });
    expect(orders).toBe(2_520); // 8! / 2⁴
    expect(passedOver).toEqual([]);
  });

  it('would pass over some if a look that was under way could confirm, as it once could', () => {
    const { passedOver } = everyOrder((tried, _look, newest) => {
      tried.foundNothing(tried.beginLook(), 100, newest);
    });
    expect(passedOver.length).toBeGreaterThan(0);
  });

  it('is forgotten when told to', () => {
    for (const newest of [900, 1_200]) foundNothing(100, newest);
    quiet.forget();
    expect(quiet.beginAfter(100)).toBe(100);
  });
});
