import { specFor } from './given-when-then';

type DoorEvent = { readonly type: 'Opened'; readonly by: string } | { readonly type: 'Closed' };
type Door = 'open' | 'closed';

/** A refusal by its shape. */
class DoorNotOpen extends Error {
  override readonly name = 'Refusal';
  readonly code = 'door-not-open';
  readonly facts = { by: '张' };
  readonly field = 'door';

  constructor() {
    super('door-not-open');
  }
}

const door = {
  initial: 'closed' as Door,
  evolve: (_: Door, event: DoorEvent): Door => (event.type === 'Opened' ? 'open' : 'closed'),
};
const opened: DoorEvent = { type: 'Opened', by: '张' };
const closed: DoorEvent = { type: 'Closed' };

const open = (state: Door): DoorEvent[] => (state === 'open' ? [] : [opened]);
const openWithoutLooking = (): DoorEvent[] => [opened];
const close = (state: Door): DoorEvent[] => {
  if (state === 'closed') throw new DoorNotOpen();
  return [closed];
};
const broken = (): DoorEvent[] => {
  throw new TypeError('hinges');
};

const { given } = specFor(door);

/** A door that must not stay open beyond a day. */
const watched = {
  ...door,
  due: (state: Door) => (state === 'open' ? [{ what: 'closing', until: '2026-06-20' }] : []),
  dayCame:
    (keeper: { readonly closes: boolean }, day: string) =>
    (state: Door): DoorEvent[] =>
      state === 'open' && keeper.closes && day > '2026-06-20' ? [closed] : [],
};

describe('given, when, then', () => {
  it('folds what was given before it decides', () => {
    given(opened).when(open).thenNothing();
    given(opened, closed).when(open).then(opened);
  });

  it('finds a decision that records twice what was asked twice', () => {
    expect(() => {
      given().when(openWithoutLooking).then(opened);
    }).toThrow('decided again, it records again');
  });

  it('lets an error of the second decision through', () => {
    expect(() => {
      given(opened).when(close).then(closed);
    }).toThrow('door-not-open');
  });

  it.each([
    [
      'another event',
      () => {
        given().when(open).then({ type: 'Opened', by: '李' });
      },
    ],
    [
      'one event too many',
      () => {
        given().when(open).then(opened, closed);
      },
    ],
    [
      'an event where nothing was expected',
      () => {
        given().when(open).thenNothing();
      },
    ],
    [
      'a decision where a refusal was expected',
      () => {
        given().when(open).thenRefused('door-not-open');
      },
    ],
    [
      'another code',
      () => {
        given().when(close).thenRefused('door-locked');
      },
    ],
    [
      'another field',
      () => {
        given().when(close).thenRefused('door-not-open', 'window');
      },
    ],
    [
      'other facts',
      () => {
        given().when(close).thenRefused('door-not-open', 'door', { by: '李' });
      },
    ],
  ])('fails on %s', (_, test) => {
    expect(test).toThrow();
  });

  it('accepts the refusal as it was thrown', () => {
    given().when(close).thenRefused('door-not-open');
    given().when(close).thenRefused('door-not-open', 'door', { by: '张' });
  });

  it('lets a day come', () => {
    const { given } = specFor(watched, { closes: true });
    given(opened).onDay('2026-06-21').then(closed);
    given(opened).onDay('2026-06-20').thenNothing();
    given(opened).onDay('2026-06-21', { closes: false }).thenNothing();
    expect(() => {
      given(opened).onDay('2026-06-21').thenNothing();
    }).toThrow();
  });

  it('lets no day come where there is no clock', () => {
    expect(() => given(opened).onDay('2026-06-21')).toThrow('no clock');
  });

  it('asks what waits for a day', () => {
    const { given } = specFor(watched, { closes: true });
    given(opened).waitsFor({ until: '2026-06-20' });
    given(closed).waitsFor();
    for (const wrong of [
      () => {
        given(opened).waitsFor();
      },
      () => {
        given(opened).waitsFor({ until: '2026-06-21' });
      },
      () => {
        given(closed).waitsFor({ what: 'closing' });
      },
    ])
      expect(wrong).toThrow();
  });

  it('shows an error that is no refusal as what it is', () => {
    expect(() => {
      given().when(broken).thenRefused('door-not-open');
    }).toThrow(new TypeError('hinges'));
  });
});
