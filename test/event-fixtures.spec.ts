import { join } from 'node:path';
import { type Aggregate, decode, type DomainEvent, type EventData, fold, UpcastingEventLog } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { eventCatalogue } from '@app/ledger';
import { type EventFixture, faultsIn, fixturesIn, readFixtureFolder, sumOf, sumsFile } from './support/event-fixtures';
import { aggregateOf, asStored } from './support/event-fixtures-stored';
import { oneOfEach } from './support/ledger-events';

/** Every form in which an event was ever stored, read by the program of today. How to add one: docs/decisions/0021-event-versions.md. */
describe('the stored forms of events', () => {
  const folder = readFixtureFolder(join(__dirname, 'data/events'));
  const fixtures = fixturesIn(folder);
  const byFile = fixtures.map((fixture): [string, EventFixture] => [fixture.file, fixture]);

  it('are all there, as they were stored, and become what is written today', () => {
    const written = new Map(oneOfEach.map((event) => [event.type, decode(event).data as unknown as EventData]));
    expect([...written.keys()].sort()).toEqual(Object.keys(eventCatalogue).sort());
    expect(faultsIn(folder, eventCatalogue, written)).toEqual([]);
  });

  it.each(byFile)('%s is read as the present version', async (_file, fixture) => {
    const below = new MemoryEventLog();
    const event = asStored(fixture, 1);
    await below.append(event.stream, 'no-stream', [event]);

    const [read] = await new UpcastingEventLog(below, eventCatalogue).readStream(event.stream);

    expect(read).toMatchObject({ type: fixture.type, typeVersion: eventCatalogue[event.type].present });
  });

  it.each(byFile)('%s is folded by its aggregate', (_file, fixture) => {
    const aggregate: Aggregate<unknown, DomainEvent> = aggregateOf(fixture.type);
    const state = fold(aggregate, [asStored(fixture, 1)]);
    expect(state).toBeDefined();
    expect(aggregate.occurredOn(decode(asStored(fixture, 1)))).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

/** Each fault is planted in a folder of one type with three versions, and must be named. */
describe('the check itself', () => {
  const toFen = ({ yuan, ...others }: EventData): EventData => ({ ...others, fen: Number(yuan) * 100 });
  const withCurrency = (data: EventData): EventData => ({ ...data, currency: 'CNY' });
  const catalogue = { FineSet: { present: 3, upcasters: [toFen, withCurrency] } };
  const written = new Map([['FineSet', { fen: 7, currency: 'CNY' }]]);
  const forms: Readonly<Record<string, string>> = {
    'FineSet.v1.json': '{"yuan":1}',
    'FineSet.v1.present.json': '{"fen":100,"currency":"CNY"}',
    'FineSet.v2.json': '{"fen":100}',
    'FineSet.v2.present.json': '{ "currency": "CNY", "fen": 100 }',
    'FineSet.v3.json': '{"fen":100,"currency":"CNY"}',
  };
  const listed = ['FineSet.v1.json', 'FineSet.v2.json', 'FineSet.v3.json'];

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
    ['the same in other bytes', { 'FineSet.v3.json': '{"fen":100, "currency":"CNY"}' }, 'FineSet.v3.json was edited'],
    ['a version of tomorrow', { 'FineSet.v4.json': '{}' }, 'FineSet.v4.json is of no version'],
    ['a type nobody writes', { 'FineForgotten.v1.json': '{}' }, 'FineForgotten.v1.json is of no version'],
    ['a present form of what is present', { 'FineSet.v3.present.json': '{}' }, 'v3.present.json is of no version'],
    [
      'another present form',
      { 'FineSet.v2.present.json': '{"fen":1,"currency":"CNY"}' },
      'no longer becomes its present',
    ],
  ])('names %s', (_fault, changes, sentence) => {
    expect(faultsIn(folderWith(changes), catalogue, written).join('\n')).toContain(sentence);
  });

  it('names a stored form that is not in the list, so that nobody can edit it unseen', () => {
    const folder = folderWith({}, listed.slice(1));
    expect(faultsIn(folder, catalogue, written)).toEqual([`FineSet.v1.json is not in ${sumsFile}`]);
  });

  it.each<[string, EventData]>([
    ['a field more', { fen: 7, currency: 'CNY', paidOn: null }],
    ['a field less', { fen: 7 }],
    ['a field under another name', { fen: 7, money: 'CNY' }],
  ])('names events that are written with %s, and no new version', (_what, data) => {
    const faults = faultsIn(folderWith(), catalogue, new Map([['FineSet', data]]));
    expect(faults).toHaveLength(3);
    expect(faults.join('\n')).toContain('FineSet.v3.json has, upcast, other fields than FineSet as written today');
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
