import { withHoldableCharacters } from '@app/text';
import type { AppendResult, EventLog, ExpectedRevision, NewEvent, Position, StoredEvent } from './event-log';

/**
 * One step from a stored form of an event type to the next: the data of version n in, the data of version n + 1 out.
 * Pure and total: it sees nothing but the data and never refuses; a recorded fact is a fact.
 */
export type Upcaster = (data: EventData) => EventData;

/** The data of an event as it stands in the log: a JSON object. */
export type EventData = Readonly<Record<string, unknown>>;

/** In which forms an event type stands in the log. */
export interface Versions {
  /** The version that is written today; versions count from 1. */
  readonly present: number;
  /** `present - 1` of them, oldest first: the first leads from version 1 to version 2. */
  readonly upcasters: readonly Upcaster[];
}

/** Every event type this program understands. What is not in it is not read over: it stops the reader. */
export type EventCatalogue = Readonly<Record<string, Versions>>;

/**
 * An event log whose readers see every event in its present version, and which writes no other.
 *
 * `readStream`, `readAll`: an event of an older version comes back with the present `typeVersion` and its data upcast, step
 * by step, and encoded again; nothing else about it changes. An event of the present version is the one of the log below:
 * its bytes are neither parsed nor copied. But a character in its data that no read model takes (programs wrote such once: U+0000, halves of
 * pairs) is U+FFFD for every reader. The whole page fails when one of its events is not understood, so nobody skips it:
 * a projection stops before the page with this reason, a command is refused. Errors beside those of the log below, in order
 * of precedence:
 * 1. `UnknownEventType` the catalogue has no such type;
 * 2. `UnknownEventVersion` it has no such version (a later program wrote it, or the log was tampered with);
 * 3. `EventNotUpcast` the stored data is no JSON object, or an upcaster threw.
 *
 * `append`: `UnknownEventType`, then `UnknownEventVersion` when an event is not of the present version; then the promise of
 * the log below. An append said again by a later program carries other bytes under the same ids and is `EventIdTaken`
 * there; `transact` then reads what was recorded and recognises it.
 *
 * What hashes or moves bytes as they are stored reads the log below instead.
 */
export class UpcastingEventLog implements EventLog {
  private readonly catalogue: ReadonlyMap<string, Versions>;

  /** @throws RangeError when a type of the catalogue has not as many upcasters as steps lead to its present version. */
  constructor(
    private readonly stored: EventLog,
    catalogue: EventCatalogue,
  ) {
    for (const [type, { present, upcasters }] of Object.entries(catalogue)) {
      if (upcasters.length !== present - 1)
        throw new RangeError(`${type}: ${present - 1} upcasters lead to version ${present}, not ${upcasters.length}`);
    }
    this.catalogue = new Map(Object.entries(catalogue)); // an object also answers for `constructor`
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    for (const event of events) {
      if (this.versionsOf(event, { stream, position: null }).present !== event.typeVersion)
        throw new UnknownEventVersion(event, { stream, position: null });
    }
    return await this.stored.append(stream, expected, events);
  }

  async readStream(stream: string): Promise<readonly StoredEvent[]> {
    return this.present(await this.stored.readStream(stream));
  }

  async readAll(page: { readonly after: Position; readonly limit: number }): Promise<readonly StoredEvent[]> {
    return this.present(await this.stored.readAll(page));
  }

  head(): Promise<Position> {
    return this.stored.head();
  }

  onAppended(listener: () => void): () => void {
    return this.stored.onAppended(listener);
  }

  close(): Promise<void> {
    return this.stored.close();
  }

  /** The very same array when everything in it is of the present version and readable, as nearly always. */
  private present(events: readonly StoredEvent[]): readonly StoredEvent[] {
    let older = false;
    for (const event of events) {
      const { present } = this.versionsOf(event, event);
      if (event.typeVersion === present) {
        older ||= readable(event) !== event;
        continue;
      }
      if (!Number.isInteger(event.typeVersion) || event.typeVersion < 1 || event.typeVersion > present)
        throw new UnknownEventVersion(event, event);
      older = true;
    }
    return older ? events.map((event) => upcast(readable(event), this.versionsOf(event, event))) : events;
  }

  private versionsOf(event: NewEvent, place: EventPlace): Versions {
    const versions = this.catalogue.get(event.type);
    if (!versions) throw new UnknownEventType(event, place);
    return versions;
  }
}

/** The event in its present version. Of the present version already, it is the very same object. */
export function upcast(event: StoredEvent, { present, upcasters }: Versions): StoredEvent {
  if (event.typeVersion === present) return event;
  let data: EventData;
  try {
    data = upcasters.slice(event.typeVersion - 1).reduce((older, next) => next(older), parse(event.data));
  } catch (error) {
    throw new EventNotUpcast(event, present, error);
  }
  return { ...event, typeVersion: present, data: Buffer.from(JSON.stringify(data), 'utf8') };
}

/** The event as every read model takes it: nearly always the very same object. */
function readable(event: StoredEvent): StoredEvent {
  const data = withHoldableCharacters(event.data);
  return data === event.data ? event : { ...event, data };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parse(bytes: Uint8Array): EventData {
  const data: unknown = JSON.parse(utf8.decode(bytes));
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new TypeError('not a JSON object');
  return data as EventData;
}

/** Where an event stands; `position` is null for one that is not in the log yet. */
export interface EventPlace {
  readonly stream: string;
  readonly position: Position | null;
}

/** This program cannot understand what stands in the log. Nothing may be answered or decided without it. */
export abstract class EventNotUnderstood extends Error {
  readonly stream: string;
  readonly position: Position | null;
  readonly type: string;
  readonly version: number;

  protected constructor(what: string, event: NewEvent, place: EventPlace, options?: ErrorOptions) {
    const where = place.position === null ? `for stream ${place.stream}` : `at ${place.position} in ${place.stream}`;
    super(`${event.type} version ${event.typeVersion} ${where}: ${what}`, options);
    this.stream = place.stream;
    this.position = place.position;
    this.type = event.type;
    this.version = event.typeVersion;
  }
}

export class UnknownEventType extends EventNotUnderstood {
  constructor(event: NewEvent, place: EventPlace) {
    super('this program does not know the type', event, place);
    this.name = 'UnknownEventType';
  }
}

export class UnknownEventVersion extends EventNotUnderstood {
  constructor(event: NewEvent, place: EventPlace) {
    super('this program does not know the version', event, place);
    this.name = 'UnknownEventVersion';
  }
}

export class EventNotUpcast extends EventNotUnderstood {
  constructor(event: StoredEvent, present: number, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`it does not become version ${present}: ${why}`, event, event, { cause });
    this.name = 'EventNotUpcast';
  }
}
