import { type Aggregate, decodeOnce, type DomainEvent, type StoredEvent } from '@app/event-store';
import type { Kind, Told } from '@app/exchange';
import type { ApiKeyEvent } from '../api-key/domain/api-key.events';
import type { BidderCheckAnswered } from '../bidder-check/domain/bidder-check.events';
import type { BlacklistListingEvent } from '../blacklist/domain/blacklist-listing.events';
import type { CommitmentEvent } from '../commitment/domain/commitment.events';
import type { MissingCommitmentEvent } from '../commitment/domain/missing-commitment.events';
import type { CreditRepairEvent } from '../credit-repair/domain/credit-repair.events';
import type { RecordSuspensionEvent } from '../credit-repair/domain/record-suspension.events';
import type { PersonQuestionEvent } from '../credit-status/domain/person-question.events';
import type { CreditSubjectEvent } from '../credit-subject/domain/credit-subject.events';
import type { ErasureEvent } from '../erasure/domain/erasure.events';
import type { MajorFireHazardEvent } from '../major-fire-hazard/domain/major-fire-hazard.events';
import type { PenaltyDecisionEvent } from '../penalty-decision/domain/penalty-decision.events';
import type { PrintedPublicityEvent } from '../printed-publicity/domain/printed-publicity.events';
import type { RuleBook } from '../rule-set';
import type { ReconciliationEvent } from '../reconciliation/domain/reconciliation.events';
import type { LedgerAuditEvent } from '../seals/domain/ledger-audit.events';
import type { RestorationEvent } from '../seals/domain/restoration.events';
import type { SealKeyEvent } from '../seals/domain/seal-keys.events';
import { type Day, dayOfInstant } from '../shared';
import type { SpotCheckEvent } from '../spot-check/domain/spot-check.events';
import type { WorkingDaysEvent } from '../working-day-calendar/domain/working-days.events';
import type { ExchangeDatabaseEvent } from './domain/exchange-database.events';
import type { AdoptionEvent } from './domain/adoption.events';
import type { BodyKeysEvent } from './domain/body-keys.events';
import type { BodyStandingEvent } from './domain/body-standing.events';
import type { SampleDataEvent } from './domain/sample-data.events';
import type { PushEvent } from './domain/push.events';
import { isInCatalogue } from './domain/telling';
import type { PushFlowEvent } from './domain/push-flow.events';

/** Why a body is not told, for people. */
export type Reason = string;

/**
 * What a body is told of one fact: pure, nothing looked up. It sees the fact and the paper as it stands with it, so a later event
 * need not repeat what an earlier one said.
 *
 * @param state the event's stream, folded up to and with this event
 * @param recordedOn the day on which the paper was recorded with which the stream begins: it is told as it was read then
 * @returns the message, or several in the order in which they are to arrive; or the reason why this one is not told
 */
export type Mapping<State, Data> = (
  rules: RuleBook,
  state: State,
  data: Data,
  recordedOn: Day,
) => Told | readonly Told[] | Reason;

/** The same, told when another body has given its receipt for what it is told of the same fact about the same record. */
export interface AfterReceipt<State, Data> {
  /** That body. Where it is told nothing of the fact, nothing is waited for. */
  readonly after: string;
  readonly mapping: Mapping<State, Data>;
}

/** A cell of the table: what a body is told of a fact of this type, and perhaps after whom; or the reason why it never is. */
export type Cell<State, Data> = Mapping<State, Data> | AfterReceipt<State, Data> | Reason;

/** A cell whose messages wait for the receipt of the body `after`. */
export const afterReceiptOf = <State, Data>(
  after: string,
  mapping: Mapping<State, Data>,
): AfterReceipt<State, Data> => ({
  after,
  mapping,
});

/** The rows of one aggregate: a cell for each of its event types and each body. */
export type RowsOf<Body extends string, State, Event extends DomainEvent> = {
  readonly [Type in Event['type']]: Readonly<
    Record<Body, Cell<State, Extract<Event, { readonly type: Type }>['data']>>
  >;
};

/** A mapping together with the aggregate whose state it sees. */
interface Reading {
  readonly aggregate: Aggregate<unknown, DomainEvent>;
  readonly mapping: Mapping<unknown, unknown>;
  readonly after?: string;
}
export type Row<Body extends string> = Readonly<Record<Body, Reading | Reason>>;

/** Every fact the ledger records, by whom it is recorded. `capabilities.ts` does not compile when somebody's are missing. */
type Fact =
  | AdoptionEvent
  | BodyKeysEvent
  | BodyStandingEvent
  | SampleDataEvent
  | ApiKeyEvent
  | BidderCheckAnswered
  | BlacklistListingEvent
  | CommitmentEvent
  | MissingCommitmentEvent
  | CreditRepairEvent
  | CreditSubjectEvent
  | ErasureEvent
  | MajorFireHazardEvent
  | PenaltyDecisionEvent
  | PersonQuestionEvent
  | PrintedPublicityEvent
  | PushEvent
  | PushFlowEvent
  | ExchangeDatabaseEvent
  | LedgerAuditEvent
  | ReconciliationEvent
  | RecordSuspensionEvent
  | RestorationEvent
  | SealKeyEvent
  | SpotCheckEvent
  | WorkingDaysEvent;

/** Who is told what: every fact the ledger records, every body. A new event type does not compile until it has a row, nor a body without its column. */
export type ToldTable<Body extends string> = Readonly<Record<Fact['type'], Row<Body>>>;

/** Rows with mappings, which see the state of this aggregate. */
export function about<State, Event extends DomainEvent, Body extends string>(
  aggregate: Aggregate<State, Event>,
  rows: RowsOf<Body, State, Event>,
): Readonly<Record<Event['type'], Row<Body>>> {
  const cells = Object.entries<Readonly<Record<string, unknown>>>(rows).map(([type, row]) => [
    type,
    Object.fromEntries(
      Object.entries(row).map(([body, cell]) => [body, typeof cell === 'string' ? cell : readingOf(aggregate, cell)]),
    ),
  ]);
  return Object.fromEntries(cells) as Record<Event['type'], Row<Body>>; // a mapping is only ever given the events of its own type
}

const readingOf = (aggregate: unknown, cell: unknown) =>
  typeof cell === 'function'
    ? { aggregate, mapping: cell }
    : { aggregate, ...(cell as AfterReceipt<unknown, unknown>) };

/** One body's column of the table. */
export interface Column {
  /** The types of which the body may be told something: nothing else concerns it. */
  readonly types: ReadonlySet<string>;
  /** What it is told of the last event of `history`, which is its stream from the first event on, in order; or why nothing. */
  readonly said: (rules: RuleBook, history: readonly StoredEvent[]) => readonly Told[] | Reason;
  /** By type of event, the body whose receipt its messages wait for. Absent: they wait for nobody's. */
  readonly after?: ReadonlyMap<string, string>;
}

/** Which kinds of message a body may be told of what was recorded on a day. */
export type Catalogue = (rules: RuleBook, kind: Kind, recordedOn: Day) => boolean;

/**
 * A body's column. What is no item of its catalogue on the day on which it was recorded is not told, nor what follows on such a message:
 * a body cannot withdraw what it never had. A message that says all of its paper (`standsAlone`) follows on none.
 *
 * @param catalogue the one in the rule sets unless another is named
 */
export function columnOf<Body extends string>(
  table: ToldTable<Body>,
  body: Body,
  catalogue: Catalogue = (rules, kind, recordedOn) => isInCatalogue(rules, body, kind, recordedOn),
): Column {
  const cells = new Map(Object.entries<Row<Body>>(table).map(([type, row]) => [type, row[body]]));
  const wanted = (rules: RuleBook, history: readonly StoredEvent[]): readonly Told[] | Reason => {
    const [first, last] = [history[0], history.at(-1)];
    if (!first || !last) throw new Error('nothing can be told of a stream without events');
    const cell = cells.get(last.type) ?? 'the table does not know this type';
    if (typeof cell === 'string') return cell;
    const { initial, evolve } = cell.aggregate;
    const state = history.reduce((sofar, event) => evolve(sofar, decodeOnce(event)), initial);
    const said = cell.mapping(rules, state, decodeOnce(last).data, dayOfInstant(first.recordedAt));
    return typeof said === 'object' && 'kind' in said ? [said] : said;
  };
  const allowed = (rules: RuleBook, said: readonly Told[], { recordedAt }: Pick<StoredEvent, 'recordedAt'>) =>
    said.filter(({ kind }) => catalogue(rules, kind, dayOfInstant(recordedAt)));
  /** Whether the body was told of the paper before, or there was nothing to tell. What follows on what it was not told is not told either, and makes nothing known. */
  const hasHeardOfIt = (rules: RuleBook, before: readonly StoredEvent[]): boolean => {
    let [wasWanted, wasTold] = [false, false];
    for (const [at, event] of before.entries()) {
      const said = wanted(rules, before.slice(0, at + 1));
      if (typeof said === 'string') continue;
      const told = allowed(rules, said, event);
      wasTold ||= told.length > 0 && (!wasWanted || told.some(({ kind }) => standsAlone.has(kind)));
      wasWanted = true;
    }
    return wasTold || !wasWanted;
  };
  return {
    types: new Set([...cells].flatMap(([type, cell]) => (typeof cell === 'string' ? [] : [type]))),
    after: new Map(
      [...cells].flatMap(([type, cell]) =>
        typeof cell === 'string' || cell.after === undefined ? [] : [[type, cell.after] as const],
      ),
    ),
    said: (rules, history) => {
      const said = wanted(rules, history);
      const last = history.at(-1);
      if (typeof said === 'string' || !last) return said;
      const told = allowed(rules, said, last);
      if (told.length === 0) return notInCatalogue;
      if (!told.some(({ kind }) => standsAlone.has(kind)) && !hasHeardOfIt(rules, history.slice(0, -1)))
        return neverTold;
      return told;
    },
  };
}

/** The column of a body that another one feeds: it is told nothing by us, and may only be asked what it holds. */
export const fedColumn: Column = { types: new Set(), said: () => '由其他平台转供，不另行报送' };

const notInCatalogue = '记录之日，该类信息尚未列入公共信用信息目录';
const neverTold = '此前的信息未列入目录、未曾报送，其后的变化也不报送';

/** Messages that say all there is of their paper, so that nothing need have come before. */
const standsAlone: ReadonlySet<Kind> = new Set(['penalty', 'list-entry', 'commitment', 'spot-check']);
