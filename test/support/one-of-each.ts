import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { DomainEvent, EventsOf, StoredEvent } from '@app/event-store';
import { eventsLike, type Examples } from './examples';

const ledger = join(__dirname, '../../libs/ledger/src');

type Table = EventsOf<DomainEvent>;

/** What stands beside a file of events: the example of each type, and of some what a natural person's says otherwise. */
interface ExamplesFile {
  readonly examples: Examples<DomainEvent>;
  readonly ofNaturalPersons?: Partial<Examples<DomainEvent>>;
  /** Others of which a stored form stands among the fixtures: `X.vN.<variant>.json`. */
  readonly variants?: Readonly<Record<string, Partial<Examples<DomainEvent>>>>;
}

const isTable = (given: unknown): given is Table => typeof given === 'object' && given !== null && 'eventIn' in given;

/** The tables of events of all capabilities, each with its examples. Found by their place; an events file without examples throws. */
const tables = readdirSync(ledger, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\/domain\/[\w-]+\.events\.ts$/.test(path))
  .sort()
  .map((path) => {
    const events = join(ledger, path);
    const table = Object.values(jest.requireActual<Record<string, unknown>>(events)).find(isTable);
    if (!table) throw new Error(`${relative(ledger, events)} has no table of its events`);
    return { table, file: jest.requireActual<ExamplesFile>(events.replace(/\.events\.ts$/, '.examples.ts')) };
  });

/** One event of every type the ledger writes, in the order of their days. */
export const oneOfEach: readonly StoredEvent[] = tables
  .flatMap(({ table, file }) => Object.keys(file.examples).map((type) => eventsLike(table, file.examples)(type)()))
  .sort((one, other) => one.occurredOn.localeCompare(other.occurredOn));

/** The events that say something else of a natural person than of a unit; sealed text is shortened. */
export const ofNaturalPersons: readonly StoredEvent[] = tables.flatMap(({ table, file }) =>
  Object.entries(file.ofNaturalPersons ?? {}).map(([type, change]) => eventsLike(table, file.examples)(type)(change)),
);

/** What is written today of each variant among the fixtures: the data under `<Type>.<variant>`. */
export const variantsOfToday: ReadonlyMap<string, StoredEvent> = new Map(
  tables.flatMap(({ table, file }) =>
    Object.entries({ 'natural-person': file.ofNaturalPersons ?? {}, ...file.variants }).flatMap(([variant, changes]) =>
      Object.entries(changes).map(([type, change]): [string, StoredEvent] => [
        `${type}.${variant}`,
        eventsLike(table, file.examples)(type)(change),
      ]),
    ),
  ),
);

/** One event of every type but these. */
export const oneOfEachBut = (types: readonly string[]): readonly StoredEvent[] =>
  oneOfEach.filter(({ type }) => !types.includes(type));
