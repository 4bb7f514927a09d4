import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  type Aggregate,
  decode,
  type DomainEvent,
  type EventData,
  fold,
  type StoredEvent,
  UpcastingEventLog,
} from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { eventCatalogue } from '@app/ledger';
import { type EventFixture, faultsIn, fixturesIn, readFixtureFolder, sumOf, sumsFile } from './support/event-fixtures';
import { aggregateOf, asStored } from './support/event-fixtures-stored';
import { oneOfEach, variantsOfToday } from './support/one-of-each';

/** Every form in which an event was ever stored, read by the program of today. How to add one: docs/decisions/0021-event-versions.md. */
describe('the stored forms of events', () => {
  const folder = readFixtureFolder(join(__dirname, 'data/events'));
  const fixtures = fixturesIn(folder);
  const byFile = fixtures.map((fixture): [string, EventFixture] => [fixture.file, fixture]);

  it('are all there, as they were stored, and become what is written today', () => {
    const dataOf = (event: StoredEvent) => decode(event).data as unknown as EventData;
    const written = new Map(oneOfEach.map((event) => [event.type, dataOf(event)]));
    expect([...written.keys()].sort()).toEqual(Object.keys(eventCatalogue).sort());
    const variants = [...variantsOfToday].map(([name, event]): [string, EventData] => [name, dataOf(event)]);
    expect(faultsIn(folder, eventCatalogue, new Map([...written, ...variants]))).toEqual([]);
  });

  it.each(byFile)('%s is read as the present version', async (_file, fixture) => {
    const below = new MemoryEventLog(() => new Date('2099-01-01T00:00:00Z')); // after the days of all of them
    const event = asStored(fixture, 1);
    await below.append(event.stream, 'no-stream', [event]);

    const [read] = await new UpcastingEventLog(below, eventCatalogue).readStream(event.stream);

    expect(read).toMatchObject({ type: fixture.type, typeVersion: eventCatalogue[event.type].present });
  });

  it.each(byFile)('%s is taken in by its aggregate', (_file, fixture) => {
    const aggregate: Aggregate<unknown, DomainEvent> = aggregateOf(fixture.type);
    const before = fixtures
      .slice(0, fixtures.indexOf(fixture))
      .filter(({ type }) => aggregateOf(type) === aggregate)
      .map((earlier) => asStored(earlier, 1));
    // Passed over it would leave the state as it was, be it the first of its stream or not.
    const changes = [[], before].some(
      (events) => !isDeepStrictEqual(fold(aggregate, [...events, asStored(fixture, 1)]), fold(aggregate, events)),
    );
    expect(changes).toBe(true);
    expect(aggregate.occurredOn(decode(asStored(fixture, 1)))).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

/** Each fault is planted in a folder of one type with three versions, and must be named. */
describe('the check itself', () => {
  const toFen = ({ yuan, ...others }: EventData): EventData => ({ ...others, fen: Number(yuan) * 100 });
  const withCurrency = (data: EventData): EventData => ({ ...data, currency: 'CNY' });
  const catalogue = { FineSet: { present: 3, upcasters: [toFen, withCurrency] } };
  const written = new Map<string, EventData>([
    ['FineSet', { fen: 7, plan: null, currency: 'CNY' }],
    ['FineSet.by-instalments', { fen: 7, plan: { months: 12 }, currency: 'CNY' }],
  ]);
  const forms: Readonly<Record<string, string>> = {
    'FineSet.v1.json': '{"yuan":1,"plan":null}',
    'FineSet.v1.present.json': '{"fen":100,"plan":null,"currency":"CNY"}',
    'FineSet.v2.json': '{"fen":100,"plan":null}',
    'FineSet.v2.present.json': '{ "currency": "CNY", "plan": null, "fen": 100 }',
    'FineSet.v3.json': '{"fen":100,"plan":null,"currency":"CNY"}',
    'FineSet.v2.by-instalments.json': '{"fen":100,"plan":{"months":3}}',
    'FineSet.v2.by-instalments.present.json': '{"fen":100,"plan":{"months":3},"currency":"CNY"}',
    'FineSet.v3.by-instalments.json': '{"fen":100,"plan":{"months":3},"currency":"CNY"}',
  };
  const listed = Object.keys(forms).filter((name) => !name.endsWith('.present.json'));

  /** The folder as it should be, but for `changes` (null: the file is gone). */
  function folderWith(changes: Readonly<Record<string, string | null>> = {}, inTheList = listed) {
    const sums = inTheList.map((name) => `${sumOf(Buffer.from(forms[name] ?? ''))}  ${name}\n`).join('');
    const files = Object.entries<string | null>({ ...forms, [sumsFile]: sums, ...changes });
    return { files: new Map(files.flatMap(([name, text]) => (text === null ? [] : [[name, Buffer.from(text)]]))) };
  }

  it('finds nothing wrong where nothing is', () => {
    expect(faultsIn(folderWith(), catalogue, written)).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string | null>>, string]>([
    ['a version without its stored form', { 'FineSet.v2.json': null }, 'FineSet.v2.json is missing'],
    ['an older version without its present form', { 'FineSet.v1.present.json': null }, 'v1.present.json is missing'],
    ['a stored form that was edited', { 'FineSet.v1.json': '{"yuan":2}' }, 'FineSet.v1.json was edited'],
    [
      'the same in other bytes',
      { 'FineSet.v3.json': '{"fen":100, "plan":null, "currency":"CNY"}' },
      'FineSet.v3.json was edited',
    ],
    ['a version of tomorrow', { 'FineSet.v4.json': '{}' }, 'FineSet.v4.json is of no version'],
    ['a type nobody writes', { 'FineForgotten.v1.json': '{}' }, 'FineForgotten.v1.json is of no version'],
    ['a present form of what is present', { 'FineSet.v3.present.json': '{}' }, 'v3.present.json is of no version'],
    [
      'another present form',
      { 'FineSet.v2.present.json': '{"fen":1,"plan":null,"currency":"CNY"}' },
      'FineSet.v2.json no longer becomes its present',
    ],
    [
      'a listed variant that is gone',
      { 'FineSet.v3.by-instalments.json': null },
      'v3.by-instalments.json, which is gone',
    ],
    ['a variant that was edited', { 'FineSet.v3.by-instalments.json': '{}' }, 'v3.by-instalments.json was edited'],
    [
      'an older variant without its present form',
      { 'FineSet.v2.by-instalments.present.json': null },
      'FineSet.v2.by-instalments.present.json is missing',
    ],
    [
      'another present form of a variant',
      { 'FineSet.v2.by-instalments.present.json': '{"fen":100,"plan":{"months":4},"currency":"CNY"}' },
      'FineSet.v2.by-instalments.json no longer becomes its present',
    ],
    [
      'a present form of a variant that is present',
      { 'FineSet.v3.by-instalments.present.json': '{}' },
      'v3.by-instalments.present.json is of no version',
    ],
    [
      'a present form of no variant',
      { 'FineSet.v2.waived.present.json': '{}' },
      'v2.waived.present.json is of no version',
    ],
    ['a variant of tomorrow', { 'FineSet.v4.by-instalments.json': '{}' }, 'v4.by-instalments.json is of no version'],
    ['a variant by a name of another form', { 'FineSet.v3.Paid_Off.json': '{}' }, 'v3.Paid_Off.json is of no version'],
    [
      'a variant that is not in the list',
      { 'FineSet.v3.waived.json': '{}' },
      'FineSet.v3.waived.json is not in SHA256SUMS',
    ],
  ])('names %s', (_fault, changes, sentence) => {
    expect(faultsIn(folderWith(changes), catalogue, written).join('\n')).toContain(sentence);
  });

  it.each<[string, string, string]>([
    ['list', '[]', 'parts'],
    ['object', '{}', 'parts'],
    ['list inside a list', '[{"sums":[]}]', 'parts[].sums'],
  ])(
    'names a stored form whose %s is empty and nowhere filled: it would be compared with nothing',
    (_what, text, path) => {
      const folderOf = (forms: Readonly<Record<string, string>>) => {
        const sums = Object.entries(forms).map(([name, form]) => `${sumOf(Buffer.from(form))}  ${name}\n`);
        const files = Object.entries({ ...forms, [sumsFile]: sums.join('') });
        return { files: new Map(files.map(([name, form]) => [name, Buffer.from(form)])) };
      };
      const filled = '[{"sums":[1]}]';
      const one = { Split: { present: 1, upcasters: [] } };
      const today = new Map([
        ['Split', { parts: JSON.parse(filled) as unknown }],
        ['Split.whole', { parts: JSON.parse(filled) as unknown }],
      ]);
      const empty = { 'Split.v1.json': `{"parts":${text}}` };
      expect(faultsIn(folderOf(empty), one, today)).toContain(
        `Split.v1.json shows nothing in ${path}, and no other form of version 1 does`,
      );
      expect(faultsIn(folderOf({ ...empty, 'Split.v1.whole.json': `{"parts":${filled}}` }), one, today)).not.toContain(
        `Split.v1.json shows nothing in ${path}, and no other form of version 1 does`,
      );
    },
  );

  it('names an event as written today that shows an empty list or object', () => {
    const data = { fen: 7, plan: { months: 12, steps: [] }, currency: 'CNY' };
    expect(faultsIn(folderWith(), catalogue, new Map([...written, ['FineSet.by-instalments', data]]))).toContain(
      'FineSet.by-instalments as written today shows nothing in plan.steps',
    );
  });

  it('names a stored form that is not in the list, so that nobody can edit it unseen', () => {
    const folder = folderWith({}, listed.slice(1, -1));
    expect(faultsIn(folder, catalogue, written)).toEqual([
      `FineSet.v1.json is not in ${sumsFile}`,
      `FineSet.v3.by-instalments.json is not in ${sumsFile}`,
    ]);
  });

  it.each<[string, EventData]>([
    ['a field more', { fen: 7, plan: null, currency: 'CNY', paidOn: null }],
    ['a field less', { fen: 7, plan: null }],
    ['a field under another name', { fen: 7, plan: null, money: 'CNY' }],
    ['a field that only a variant has', { fen: 7, currency: 'CNY' }],
  ])('names events that are written with %s, and no new version', (_what, data) => {
    const faults = faultsIn(folderWith(), catalogue, new Map([...written, ['FineSet', data]]));
    expect(faults).toHaveLength(listed.length);
    expect(faults.join('\n')).toContain('FineSet.v3.json has, upcast, other fields than FineSet as written today');
  });

  it('names a variant that is written with a field more inside a field, which the plain event cannot show', () => {
    const data = { fen: 7, plan: { months: 12, interest: 0 }, currency: 'CNY' };
    const faults = faultsIn(folderWith(), catalogue, new Map([...written, ['FineSet.by-instalments', data]]));
    expect(faults).toHaveLength(2);
    expect(faults.join('\n')).toContain('FineSet.v3.by-instalments.json has, upcast, other fields');
  });

  it('names a variant nobody shows as it is written today', () => {
    const faults = faultsIn(folderWith(), catalogue, new Map([...written].slice(0, 1)));
    expect(faults).toEqual(
      ['v2', 'v3'].map(
        (version) =>
          `FineSet.${version}.by-instalments.json: no FineSet.by-instalments is written today to compare with`,
      ),
    );
  });

  it('sees a field inside a field', () => {
    const nested = (fields: object): EventData => ({ rows: [{ listing: fields }] });
    const text = JSON.stringify(nested({ ground: 'A' }));
    const files = new Map([
      ['Listed.v1.json', Buffer.from(text)],
      [sumsFile, Buffer.from(`${sumOf(Buffer.from(text))}  Listed.v1.json\n`)],
    ]);
    const faults = (fields: object) =>
      faultsIn({ files }, { Listed: { present: 1, upcasters: [] } }, new Map([['Listed', nested(fields)]]));
    expect(faults({ ground: 'B' })).toEqual([]);
    expect(faults({ ground: 'B', register: 'C' })).toHaveLength(1);
  });
});
