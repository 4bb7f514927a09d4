import {
  type Actor,
  type Aggregate,
  type Context,
  type DomainEvent,
  type EventLog,
  fold,
  type StoredEvent,
  transact,
} from '@app/event-store';
import { Inject, Injectable, Module } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import type { RuleBook } from '../rule-set';
import type { Day, Due } from '../shared';
import { permit, type Permitting } from './permit';
import { CLOCK, type Clock, EVENT_LOG } from './ports';
import { Receipt } from './receipt';
import { Rules } from './rules';

/** An aggregate that knows the names of its streams: `{category}-{id}`. */
export interface Papers<State, Event extends DomainEvent> extends Aggregate<State, Event>, Permitting<Event['type']> {
  readonly category: string;
  /** What waits for a day in this state. Pure, of the state alone; it never throws. Absent: nothing ever waits. */
  readonly due?: (state: State) => readonly Due[];
  /**
   * A day has come, or the working days of a year have: what has to be written down because of it. A decision like any other:
   * pure, none when there is nothing to say (any more), or a refusal thrown.
   */
  readonly dayCame?: (rules: RuleBook, day: Day) => (state: State) => readonly Event[];
  /** The id on its receipts, where it is not that of the stream: receipts have a UUID. */
  readonly receiptIdOf?: (id: string) => string;
}

/** A paper that somebody sends in: what it says, and who sends it. Which paper it is, the paper itself says. */
export abstract class Submission<Body> extends Command<Receipt> {
  constructor(
    readonly body: Body,
    readonly context: Context,
  ) {
    super();
  }
}

/** An order about one paper: the id of its stream, what the sender wrote, who gives it. */
export abstract class Order<Body> extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly body: Body,
    readonly context: Context,
  ) {
    super();
  }
}

/** A paper that was looked for: the id under which it is on record, or will be, and what its stream holds. */
export interface FoundPaper {
  readonly id: string;
  readonly stored: readonly StoredEvent[];
}

/** Where decisions are taken: what every handler needs, and what it does with a decision. */
@Injectable()
export class Desk {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly held: Rules,
  ) {}

  /** The rules of this moment. */
  get rules(): RuleBook {
    return this.held.book;
  }

  /** The calendar day in Asia/Shanghai. */
  get today(): Day {
    return this.clock.today();
  }

  /** Position of the newest event now: what a decision about more than one paper must have read. */
  head(): Promise<number> {
    return this.log.head();
  }

  /** The state of a paper now. Use it for what never changes once it is there, or what the decision asks again. */
  async stateOf<State, Event extends DomainEvent>(papers: Papers<State, Event>, id: string): Promise<State> {
    return fold(papers, await this.log.readStream(streamOf(papers, id)));
  }

  /**
   * A paper whose number may have been written in several ways: under the first of `ids` whose stream is there, else under `fresh`. An id
   * that is stored stays; nothing new is written but under `fresh`, so two spellings of a new paper meet in one stream. The streams
   * are asked for together.
   */
  async find(papers: { readonly category: string }, ids: readonly string[], fresh: string): Promise<FoundPaper> {
    const places = ids.includes(fresh) ? ids : [...ids, fresh];
    const streams = await Promise.all(places.map((id) => this.log.readStream(streamOf(papers, id))));
    const place = streams.findIndex((events) => events.length > 0);
    return { id: places[place] ?? fresh, stored: streams[place] ?? [] };
  }

  /**
   * Takes a decision on one paper and records what it says.
   *
   * @param paper its id; or what was just found, or is expected, which is not read unless something else stands there
   * @param answeredBy the event types that answer a command when everything was done before
   * @throws whatever `decide` throws, then what `permit` refuses, then the errors of `transact`
   */
  async record<State, Event extends DomainEvent>(
    papers: Papers<State, Event>,
    paper: string | FoundPaper,
    decide: (state: State) => readonly Event[],
    context: Context,
    ...answeredBy: readonly Event['type'][]
  ): Promise<Receipt> {
    const { id, stored: read } = typeof paper === 'string' ? { id: paper, stored: undefined } : paper;
    const decideHere = (state: State) => decide(state).map((event) => recordedBy(context.actor, event));
    const done = await transact(this.log, streamOf(papers, id), papers, decideHere, context, {
      answeredBy,
      ...(read && { read }),
      permit: (stored, decided) => {
        permit(papers, stored, decided, context);
      },
    });
    return new Receipt(papers.receiptIdOf?.(id) ?? id, done);
  }
}

/** Papers that print no code of their authority are of the unit that records them, which is none when the ledger orders it by itself. */
function recordedBy<Event extends DomainEvent>({ unitName: name, unitCode: code }: Actor, event: Event): Event {
  const { data } = event;
  if (!('recordingAuthority' in data) || data.recordingAuthority !== null || code === '') return event;
  return { ...event, data: { ...event.data, recordingAuthority: { name, code } } };
}

const streamOf = ({ category }: { readonly category: string }, id: string): string => `${category}-${id}`;

/** For the modules of the capabilities; log and clock are chosen by the apps. */
@Module({ providers: [Rules, Desk], exports: [Rules, Desk] })
export class DeskModule {}
