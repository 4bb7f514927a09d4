import type { StoredEvent } from './event-log';
import { eventsOf } from './events-of';
import { handling, handlingAll } from './handling';

type Opened = { readonly type: 'Opened'; readonly data: { readonly subjectId: string; readonly openedOn: string } };
type Closed = {
  readonly type: 'Closed';
  readonly data: { readonly subjectId: string; readonly after: { readonly day: string } };
};

const versionOne = { present: 1, upcasters: [] };
const stored = (type: string, data: object) =>
  ({ type, position: 7, data: Buffer.from(JSON.stringify(data)) }) as unknown as StoredEvent;

describe('the table of a union of events', () => {
  const events = eventsOf<Opened | Closed>({
    Opened: { on: 'openedOn', versions: versionOne },
    Closed: { on: ({ after }) => after.day, versions: { present: 2, upcasters: [(data) => data] } },
  });

  it('gives types and versions', () => {
    expect([...events.types]).toEqual(['Opened', 'Closed']);
    expect(events.versions.Closed.present).toBe(2);
  });

  it('finds the day on paper by field or by function', () => {
    expect(events.occurredOn({ type: 'Opened', data: { subjectId: 's', openedOn: '2026-05-06' } })).toBe('2026-05-06');
    expect(events.occurredOn({ type: 'Closed', data: { subjectId: 's', after: { day: '2026-05-07' } } })).toBe(
      '2026-05-07',
    );
  });

  it('finds its own event in a stored one, and none in another', () => {
    const event = events.eventIn(stored('Opened', { subjectId: 's', openedOn: '2026-05-06' }));
    expect(event).toEqual({ type: 'Opened', data: { subjectId: 's', openedOn: '2026-05-06' } });
    expect(events.eventIn(stored('Elsewhere', {}))).toBeUndefined();
  });

  it('does not compile without a row, nor with a day that is no text of its data', () => {
    // @ts-expect-error Closed has no row
    const short = eventsOf<Opened | Closed>({ Opened: { on: 'openedOn', versions: versionOne } });
    // @ts-expect-error `after` is no text
    const noDay = eventsOf<Closed>({ Closed: { on: 'after', versions: versionOne } });
    expect([short.types.size, noDay.types.size]).toEqual([1, 1]);
  });
});

describe('a consumer', () => {
  const openings = handling<Opened | Closed, string, [greeting: string]>({
    Opened: ({ openedOn }, { position }, greeting) => `${greeting} ${openedOn} at ${position}`,
    Closed: null,
  });

  it('acts on the types it has a handler for, and knows their names', () => {
    expect([...openings.types]).toEqual(['Opened']);
    expect([...openings.decided]).toEqual(['Opened', 'Closed']);
    expect(openings.of(stored('Opened', { openedOn: '2026-05-06' }), 'open')).toBe('open 2026-05-06 at 7');
  });

  it('is not concerned by the others, nor by a type of another union', () => {
    expect(openings.of(stored('Closed', {}), 'open')).toBeUndefined();
    expect(openings.of(stored('Elsewhere', {}), 'open')).toBeUndefined();
  });

  it('does not compile while a type is undecided', () => {
    // @ts-expect-error Closed is undecided
    const undecided = handling<Opened | Closed, string>({ Opened: () => '' });
    expect([...undecided.types]).toEqual(['Opened']);
  });

  it('is joined with others, unless two handle the same type', () => {
    const closings = handling<Closed, string, [greeting: string]>({ Closed: () => 'closed' });
    const all = handlingAll<string, [greeting: string]>([openings, closings]);
    expect([...all.types]).toEqual(['Opened', 'Closed']);
    expect(all.of(stored('Closed', {}), '')).toBe('closed');
    expect(() => handlingAll([openings, openings])).toThrow('two consumers of the same kind handle Opened');
  });
});
