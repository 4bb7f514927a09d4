import { decodeOnce } from './decode-once';
import type { StoredEvent } from './event-log';
import type { DomainEvent } from './transact';
import type { Versions } from './upcasting-event-log';

/** A field of an event's data that holds text: the day on paper is one of these. */
type TextField<Data> = { [Field in keyof Data]: Data[Field] extends string ? Field : never }[keyof Data] & string;

/** What has to be known of one event type beside its data. */
export interface EventRow<Data> {
  /** The field with the day on paper on which it became true (`YYYY-MM-DD`, Asia/Shanghai), or how that day is found. */
  readonly on: TextField<Data> | ((data: Data) => string);
  /** In which forms it stands in the log; it is written in the present one. */
  readonly versions: Versions;
  /** Fields that follow from the others by a calendar that may come later: see `Aggregate.counted`. */
  readonly counted?: readonly (keyof Data & string)[];
}

/** One row for each event type of a union: a type without a row does not compile. */
export type EventTable<Event extends DomainEvent> = {
  readonly [Type in Event['type']]: EventRow<Extract<Event, { readonly type: Type }>['data']>;
};

/** The events of one stream category: their types, their versions and their days, all from one table. */
export interface EventsOf<Event extends DomainEvent> {
  readonly types: ReadonlySet<Event['type']>;
  readonly versions: Readonly<Record<Event['type'], Versions>>;
  /** What a calendar counts in each of them, where it does. */
  readonly counted: Readonly<Partial<Record<Event['type'], readonly string[]>>>;
  /** The day on paper on which the event became true, `YYYY-MM-DD`, Asia/Shanghai. */
  readonly occurredOn: (event: Event) => string;
  /** The event inside a stored one, for whoever folds the whole union; undefined when it is none of them. */
  readonly eventIn: (stored: StoredEvent) => Event | undefined;
}

/** Reads the table of a union of events. Pure; what it gives goes into the aggregate and the event catalogue. */
export function eventsOf<Event extends DomainEvent>(table: EventTable<Event>): EventsOf<Event> {
  const rows = table as Readonly<Record<Event['type'], EventRow<Event['data']>>>;
  const types = Object.keys(rows) as Event['type'][];
  return {
    types: new Set(types),
    versions: Object.fromEntries(types.map((type) => [type, rows[type].versions])) as Record<Event['type'], Versions>,
    counted: Object.fromEntries(types.map((type) => [type, rows[type].counted ?? []])) as Record<
      Event['type'],
      string[]
    >,
    occurredOn: ({ type, data }) => {
      const { on } = rows[type as Event['type']];
      return typeof on === 'function' ? on(data) : String((data as Readonly<Record<string, unknown>>)[on]);
    },
    eventIn: (stored) => (Object.hasOwn(rows, stored.type) ? (decodeOnce(stored) as Event) : undefined),
  };
}
