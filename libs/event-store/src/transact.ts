import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { withoutControls } from '@app/text';
import {
  type Actor,
  EventIdTaken,
  type EventLog,
  type NewEvent,
  type Position,
  type StoredEvent,
  WrongExpectedRevision,
} from './event-log';
import type { Versions } from './upcasting-event-log';

/** A stored fact in the business's words. `subjectId` says whom it is about (null: nobody in particular). */
export interface DomainEvent {
  readonly type: string;
  readonly data: { readonly subjectId: string | null };
}

/** How the events of one stream become a state. Pure; `evolve` never throws: a recorded fact is a fact. */
export interface Aggregate<State, Event extends DomainEvent> {
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
  /** The day on paper on which the event became true, `YYYY-MM-DD`, Asia/Shanghai. */
  readonly occurredOn: (event: Event) => string;
  /** In which forms its events stand in the log; they are written in the present one. */
  readonly versions: Readonly<Record<Event['type'], Versions>>;
  /**
   * Fields of its events that no sender gives: they are counted by a calendar of which a part may have been missing when the event
   * was recorded, as days were counted on that day, or filled in by whoever records. They are no content: a command said again when the
   * calendar has come counts a day where there was none, and is the same command.
   */
  readonly counted?: Readonly<Partial<Record<Event['type'], readonly string[]>>>;
}

/** Who asks, and under which command: travels with every event the command causes. */
export interface Context {
  readonly actor: Actor;
  /** UUID of the command. The same id said twice gets the first answer again. */
  readonly commandId: string;
  /**
   * The id that the same sender's command had before ids of senders got a name space of their own. It finds an earlier answer,
   * and only one to this unit in this role; nothing is recorded under it.
   */
  readonly formerCommandId?: string;
  /**
   * Another id to take when somebody else's command bears `commandId`: for ids that the ledger derives, which a sender could
   * choose in older logs. Absent: a command id that is taken is refused.
   */
  readonly whenTaken?: (taken: string) => string;
  readonly requestId: string;
  /** Units whose papers the actor may record beside those of his own; `*`: of every unit. Absent: an actor who is bound to no unit. */
  readonly recordsFor?: readonly string[];
  /** The event that made a policy give this command; null when a person gave it. */
  readonly causeId: string | null;
}

/** What became of a command. Said again, it is the same but for `outcome`. */
export interface Transacted {
  readonly outcome: 'recorded' | 'already-recorded';
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: string;
}

/** The command id was used before, for something else. */
export class CommandIdReused extends Error {
  constructor(readonly commandId: string) {
    super(`command id ${commandId} was used before with different content`);
    this.name = 'CommandIdReused';
  }
}

/** Others kept writing to the stream first. Nothing was recorded; say it again. */
export class TooManyConflicts extends Error {
  constructor(readonly stream: string) {
    super(`stream ${stream} changed at every attempt`);
    this.name = 'TooManyConflicts';
  }
}

export interface TransactOptions<Event extends DomainEvent> {
  /** Which of the stream's events answer a command that finds everything done already: the latest of these types. */
  readonly answeredBy: readonly Event['type'][];
  /** Asked before anything new is recorded, and not of what was recorded before: throws when it may not be. Pure; it may run several times. */
  readonly permit?: (stored: readonly StoredEvent[], decided: readonly Event[]) => void;
  /**
   * What the caller has just read of this stream, whole, or expects there: it is decided on first, and not read again. When something else
   * stands there, the append does not fit, and the stream is read like any other. Absent: it is read.
   */
  readonly read?: readonly StoredEvent[];
}

const attemptsMax = 8;

/**
 * Read (unless the caller just did), fold, decide, append at the revision that was read; decide again when somebody else wrote first.
 *
 * `decide` is pure: events to record, none when all is done already, or a refusal thrown. It may run several times.
 *
 * Errors, in this order: `EventNotUnderstood` (the stream holds what this program does not know: nothing is decided without
 * it); whatever `decide` throws; `CommandIdReused`; whatever `permit` throws; `TooManyConflicts`; `EventRefused`, `LogUnavailable` (see
 * `EventLog.append`; saying the command again is safe).
 */
export async function transact<State, Event extends DomainEvent>(
  log: EventLog,
  stream: string,
  aggregate: Aggregate<State, Event>,
  decide: (state: State) => readonly Event[],
  context: Context,
  options: TransactOptions<Event>,
): Promise<Transacted> {
  let said = context;
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const stored = (attempt === 1 ? options.read : undefined) ?? (await log.readStream(stream));
    const before = firstAnswer(stored, aggregate, decide, said);
    if (before) return before;

    const decided = decide(fold(aggregate, stored));
    if (decided.length === 0) return alreadyDone(stored, options.answeredBy);
    if (stored.some(isOf(said))) throw new CommandIdReused(said.commandId);
    options.permit?.(stored, decided);

    const events = decided.map((event, index) => toNewEvent(event, index, aggregate, said));
    try {
      const appended = await log.append(stream, stored.at(-1)?.revision ?? 'no-stream', events);
      return { stream, ...appended };
    } catch (error) {
      if (error instanceof EventIdTaken) {
        if (attempt === 1 && options.read) continue; // it was recorded before: decided again on what stands there
        // A program of another version may have recorded this command since we read: in other bytes, and with the same content.
        const since = await log.readStream(stream);
        const recorded = firstAnswer(since, aggregate, decide, said);
        if (recorded) return recorded;
        if (said.whenTaken === undefined || since.some(isOf(said))) throw new CommandIdReused(said.commandId);
        said = { ...said, commandId: said.whenTaken(said.commandId) };
      } else if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
  throw new TooManyConflicts(stream);
}

/** Is this event an answer to the command? */
function isOf({ commandId, formerCommandId, whenTaken, actor }: Context): (event: StoredEvent) => boolean {
  const ofSameSender = (event: StoredEvent): boolean =>
    event.actor.unitCode === actor.unitCode && event.actor.role === actor.role;
  return (event) => {
    if (event.commandId === commandId) return whenTaken === undefined || ofSameSender(event);
    return event.commandId === formerCommandId && event.causeId === null && ofSameSender(event);
  };
}

/** Folds stored events into a state. */
export function fold<State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  stored: readonly StoredEvent[],
): State {
  return stored.reduce((state, event) => aggregate.evolve(state, decode(event) as Event), aggregate.initial);
}

/** The domain event inside a stored one. The caller knows from the stream or the type which union it belongs to. */
export function decode(stored: StoredEvent): DomainEvent {
  return { type: stored.type, data: JSON.parse(utf8.decode(stored.data)) as DomainEvent['data'] };
}

/**
 * The command was carried out before: decided again on the state of that day it gives the very same events (types and data,
 * in the present version: the command may have been recorded in an older one; counted days are no content).
 * If it does not, it is another command under an old id, and the decision on today's state has the word.
 */
function firstAnswer<State, Event extends DomainEvent>(
  stored: readonly StoredEvent[],
  aggregate: Aggregate<State, Event>,
  decide: (state: State) => readonly Event[],
  context: Context,
): Transacted | undefined {
  const first = stored.findIndex(isOf(context));
  if (first < 0) return undefined;
  const theirs = stored.slice(first).filter(isOf(context));
  let again: readonly Event[];
  try {
    again = decide(fold(aggregate, stored.slice(0, first)));
  } catch {
    return undefined; // the state of that day refuses it: other content; today's decision says why
  }
  const same =
    again.length === theirs.length &&
    again.every((event, index) => {
      const other = theirs[index];
      return (
        other?.type === event.type &&
        sameData(encode(event), other.data, aggregate.counted?.[event.type as Event['type']] ?? [])
      );
    });
  return same ? answerOf(theirs.at(-1)) : undefined;
}

function alreadyDone(stored: readonly StoredEvent[], answeredBy: readonly string[]): Transacted {
  return answerOf(stored.findLast((event) => answeredBy.includes(event.type)) ?? stored.at(-1));
}

function answerOf(event: StoredEvent | undefined): Transacted {
  if (!event) throw new Error('a decision on a stream without events recorded nothing and refused nothing');
  const { stream, revision, position, recordedAt } = event;
  return { outcome: 'already-recorded', stream, revision, position, recordedAt };
}

/** The order of fields is no content: data that was upcast has those of later versions at its end. Nor are counted days. */
const sameData = (ours: Uint8Array, theirs: Uint8Array, counted: readonly string[]): boolean =>
  Buffer.compare(ours, theirs) === 0 || isDeepStrictEqual(contentOf(ours, counted), contentOf(theirs, counted));

function contentOf(data: Uint8Array, counted: readonly string[]): object {
  const fields = Object.entries(JSON.parse(utf8.decode(data)) as object);
  return Object.fromEntries(fields.filter(([field]) => !counted.includes(field)));
}

function toNewEvent<State, Event extends DomainEvent>(
  event: Event,
  index: number,
  { versions, occurredOn }: Aggregate<State, Event>,
  context: Context,
): NewEvent {
  return {
    id: eventIdOf(context.commandId, index),
    type: event.type,
    typeVersion: versions[event.type as Event['type']].present,
    subjectId: event.data.subjectId,
    occurredOn: occurredOn(event),
    actor: context.actor,
    commandId: context.commandId,
    causeId: context.causeId,
    requestId: context.requestId,
    data: encode(event),
  };
}

/** The id of the n-th event of a command: a UUID (version 5 shape) that a retry arrives at again. */
export function eventIdOf(commandId: string, index: number): string {
  const hex = hash('sha1', `${commandId}/${index}`);
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * What people wrote was looked at when it was read, so a character that no log takes comes from what the log or a read model holds from
 * before there was such a look: it is said again as U+FFFD. What `jsonb` refuses never comes from there, and is left for the log to refuse.
 */
function encode(event: DomainEvent): Uint8Array {
  const json = JSON.stringify(event.data);
  return Buffer.from(mayHoldControls.test(json) ? JSON.stringify(withoutControls(event.data)) : json, 'utf8');
}

const mayHoldControls = /\x7F|\\[bfu]/;
