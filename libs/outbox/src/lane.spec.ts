import * as fc from 'fast-check';
import { type Effect, EFFECTS, type Fate, fateOf, isOpen, type LanePlace, PUSH_STATES, type PushState } from './lane';

type Place = readonly [Effect, PushState] | readonly [Effect, PushState, 'in doubt'];

const laneOf = (places: readonly Place[]): LanePlace[] =>
  places.map(([effect, status, doubt], at) => ({ pushId: `${at}`, effect, status, inDoubt: doubt !== undefined }));
/** What becomes of the n-th. */
const fate = (at: number, ...places: readonly Place[]): Fate => fateOf(`${at}`, laneOf(places));
const by = (pushId: string, fate: 'overtaken' | 'mended' = 'overtaken') => ({ fate, by: pushId });

describe('a message that waits', () => {
  it.each(EFFECTS)('leaves when nothing else is in its lane: %s', (effect) => {
    expect(fate(0, [effect, 'waiting'])).toEqual({ fate: 'send' });
  });

  it.each(PUSH_STATES)('behind one that is %s', (state) => {
    const expected = isOpen({ status: state }) ? { fate: 'wait' } : { fate: 'send' };
    expect(fate(1, ['states', state], ['replaces', 'waiting'])).toEqual(expected);
  });
});

/** What a later message, waiting, does to an earlier one whose turn it is. */
const pairs: Readonly<Record<Effect, Readonly<Record<Effect, 'overtaken' | 'send'>>>> = {
  states: {
    states: 'send',
    replaces: 'overtaken',
    withdraws: 'overtaken',
    ends: 'overtaken',
    notes: 'send',
    amends: 'send',
    restores: 'send',
  },
  replaces: {
    states: 'send',
    replaces: 'overtaken',
    withdraws: 'overtaken',
    ends: 'overtaken',
    notes: 'send',
    amends: 'send',
    restores: 'send',
  },
  withdraws: {
    states: 'send',
    replaces: 'send',
    withdraws: 'send',
    ends: 'send',
    notes: 'send',
    amends: 'send',
    restores: 'overtaken',
  },
  notes: {
    states: 'send',
    replaces: 'send',
    withdraws: 'send',
    ends: 'send',
    notes: 'send',
    amends: 'send',
    restores: 'overtaken',
  },
  ends: {
    states: 'send',
    replaces: 'send',
    withdraws: 'send',
    ends: 'send',
    notes: 'send',
    amends: 'send',
    restores: 'send',
  },
  amends: {
    states: 'send',
    replaces: 'send',
    withdraws: 'send',
    ends: 'send',
    notes: 'send',
    amends: 'send',
    restores: 'send',
  },
  restores: {
    states: 'send',
    replaces: 'send',
    withdraws: 'send',
    ends: 'send',
    notes: 'send',
    amends: 'send',
    restores: 'send',
  },
};
const allPairs = EFFECTS.flatMap((earlier) => EFFECTS.map((later) => [earlier, later, pairs[earlier][later]] as const));

describe('an earlier message and a later one', () => {
  it.each(allPairs)('%s, then %s: the earlier one is %s', (earlier, later, expected) => {
    expect(fate(0, [earlier, 'waiting'], [later, 'waiting'])).toEqual(expected === 'send' ? { fate: 'send' } : by('1'));
  });

  const standing = ['held', 'rejected', 'dead'] as const;
  it.each(standing.flatMap((status) => allPairs.map(([a, b, expected]) => [a, status, b, expected] as const)))(
    '%s, %s, then %s: %s, or it goes on standing still',
    (earlier, status, later, expected) => {
      const statement: readonly Effect[] = ['states', 'replaces'];
      const isStatedAnew = statement.includes(earlier) && statement.includes(later);
      const ended = isStatedAnew ? by('1', 'mended') : expected === 'send' ? { fate: 'wait' } : by('1');
      expect(fate(0, [earlier, status], [later, 'waiting'])).toEqual(ended);
    },
  );

  it('what is held and was stated anew is mended; a correction between them has nothing to correct, and the new one leaves', () => {
    const lane = (first: PushState, second: PushState): Place[] => [
      ['states', first],
      ['amends', second],
      ['states', 'waiting'],
    ];
    expect(fate(0, ...lane('held', 'waiting'))).toEqual(by('2', 'mended'));
    expect(fate(1, ...lane('mended', 'waiting'))).toEqual({ fate: 'nothing-there', of: ['0'], revives: [] });
    expect(fate(2, ...lane('mended', 'nothing-there'))).toEqual({ fate: 'send' });
  });

  it('what was withdrawn and stands again before it left, leaves', () => {
    expect(fate(0, ['states', 'waiting'], ['withdraws', 'waiting'], ['restores', 'waiting'])).toEqual({ fate: 'send' });
  });

  it('what was withdrawn, restored and withdrawn again, does not', () => {
    const lane: Place[] = [
      ['states', 'waiting'],
      ['withdraws', 'waiting'],
      ['restores', 'waiting'],
      ['withdraws', 'waiting'],
    ];
    expect(fate(0, ...lane)).toEqual(by('3'));
  });
});

describe('a message that speaks of another', () => {
  it.each(['withdraws', 'ends', 'notes', 'amends'] as const)(
    '%s what was never sent: there is nothing to say',
    (effect) => {
      expect(fate(1, ['states', 'overtaken'], [effect, 'waiting'])).toEqual({
        fate: 'nothing-there',
        of: ['0'],
        revives: [],
      });
    },
  );

  it.each(['acknowledged', 'corrected', 'withdrawn', 'ended'] as const)('of what is %s: it leaves', (status) => {
    expect(fate(1, ['states', status], ['withdraws', 'waiting'])).toEqual({ fate: 'send' });
  });

  it('of what perhaps arrived: the body is asked', () => {
    expect(fate(1, ['states', 'overtaken', 'in doubt'], ['withdraws', 'waiting'])).toEqual({
      fate: 'nothing-there',
      of: ['0'],
      revives: [],
    });
  });

  it('of what this outbox never knew: it leaves', () => {
    expect(fate(0, ['ends', 'waiting'])).toEqual({ fate: 'send' });
  });

  it('of a correction that arrived though the original did not: it leaves', () => {
    expect(fate(2, ['states', 'mended'], ['replaces', 'acknowledged'], ['withdraws', 'waiting'])).toEqual({
      fate: 'send',
    });
  });

  it('restores what was withdrawn before it left: that one is to leave after all', () => {
    const lane: Place[] = [
      ['states', 'overtaken'],
      ['notes', 'nothing-there'],
      ['withdraws', 'nothing-there'],
      ['restores', 'waiting'],
    ];
    expect(fate(3, ...lane)).toEqual({ fate: 'nothing-there', of: ['1', '2'], revives: ['0'] });
  });

  it('withdraws what the body was told is repaired, though it is restored after that: it can restore nothing else', () => {
    const lane = (note: PushState): Place[] => [
      ['states', 'acknowledged'],
      ['notes', note],
      ['withdraws', 'waiting'],
      ['restores', 'waiting'],
    ];
    expect(fate(2, ...lane('acknowledged'))).toEqual({ fate: 'send' });
    expect(fate(2, ...lane('overtaken'))).toEqual(by('3'));
    expect(
      fate(2, ['states', 'acknowledged'], ['notes', 'overtaken', 'in doubt'], ...lane('waiting').slice(2)),
    ).toEqual({
      fate: 'send',
    });
  });

  it('replaces what was taken away before it left: it does not leave either, unless it stands again', () => {
    const lane = (original: PushState, restored: Place[] = []): Place[] => [
      ['states', original],
      ['withdraws', original === 'overtaken' ? 'nothing-there' : 'acknowledged'],
      ...restored,
      ['replaces', 'waiting'],
    ];
    expect(fate(2, ...lane('overtaken'))).toEqual(by('1'));
    expect(fate(2, ...lane('withdrawn'))).toEqual({ fate: 'send' }); // the body has it, and keeps it hidden
    expect(fate(3, ...lane('overtaken', [['restores', 'nothing-there']]))).toEqual({ fate: 'send' });
  });

  it('restores what was hidden and then replaced: it is to be shown again as it reads now', () => {
    const lane: Place[] = [
      ['states', 'withdrawn'],
      ['withdraws', 'acknowledged'],
      ['replaces', 'acknowledged'],
      ['restores', 'waiting'],
    ];
    expect(fate(3, ...lane)).toEqual({ fate: 'send' });
  });

  it('restores what was hidden and then stated anew: that statement stands, and there is nothing to restore', () => {
    const lane = (anew: PushState): Place[] => [
      ['states', 'acknowledged'],
      ['withdraws', 'acknowledged'],
      ['states', anew],
      ['restores', 'waiting'],
    ];
    expect(fate(3, ...lane('acknowledged'))).toEqual({ fate: 'nothing-there', of: [], revives: [] });
    expect(fate(3, ...lane('overtaken'))).toEqual({ fate: 'send' });
  });

  it('restores what the body was told is repaired: it leaves, though the withdrawal did not', () => {
    const lane: Place[] = [
      ['states', 'acknowledged'],
      ['notes', 'acknowledged'],
      ['withdraws', 'overtaken'],
      ['restores', 'waiting'],
    ];
    expect(fate(3, ...lane)).toEqual({ fate: 'send' });
  });
});

describe('whatever stands in a lane', () => {
  const place = fc.record<LanePlace>({
    pushId: fc.uuid(),
    effect: fc.constantFrom(...EFFECTS),
    status: fc.constantFrom(...PUSH_STATES),
    inDoubt: fc.boolean(),
  });
  const lanes = fc.uniqueArray(place, { minLength: 1, maxLength: 7, selector: ({ pushId }) => pushId });

  it('only its head is ever sent, and only while it waits', () => {
    fc.assert(
      fc.property(lanes, (lane) => {
        for (const [at, own] of lane.entries()) {
          if (!isOpen(own) || fateOf(own.pushId, lane).fate !== 'send') continue;
          expect(lane.slice(0, at).some(isOpen)).toBe(false);
          expect(['waiting', 'sent', 'processing']).toContain(own.status);
        }
      }),
    );
  });

  it('a record that was withdrawn for good is not sent', () => {
    fc.assert(
      fc.property(lanes, (lane) => {
        const later: LanePlace = { pushId: 'last', effect: 'withdraws', status: 'waiting', inDoubt: false };
        for (const { pushId, effect, status } of lane) {
          if (effect !== 'states' || status !== 'waiting') continue;
          expect(fateOf(pushId, [...lane, later]).fate).not.toBe('send');
        }
      }),
    );
  });
});
