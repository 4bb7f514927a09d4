import { readableUrl, WritablePool } from '@app/postgres-hosts';
import pg from 'pg';
import { whyNotAppendable } from '../appendable';
import {
  type AppendResult,
  dataBytesOf,
  EventIdTaken,
  type EventLog,
  EventRefused,
  type ExpectedRevision,
  LogUnavailable,
  type NewEvent,
  pageBytesMax,
  type Position,
  type StoredEvent,
  whyNotAPage,
  WrongExpectedRevision,
} from '../event-log';
import {
  areAllExact,
  parametersOfJudged,
  parametersOfMany,
  parametersOfOne,
  whyNotHeldHere,
} from './append-parameters';
import { AppendQueue, type PendingAppend } from './append-queue';
import { BinaryArrays } from './binary-arrays';
import { type BinaryQuery, queryRows } from './binary-rows';
import { eventColumns, EventRows } from './event-rows';
import { NewEventsListener } from './new-events-listener';
import { NewEventsNotifier } from './new-events-notifier';
import { ReadAhead } from './read-ahead';
import { ReadQueue } from './read-queue';

export interface PostgresEventLogOptions {
  /** A URL for the application's role, which may read the log, add to it by the append functions, and nothing else. */
  readonly url: string;
  readonly connectionsMax?: number;
  readonly timeoutMs?: number;
  /** Looks at each connection before it is used; one that it refuses is not. */
  readonly verify?: (client: pg.ClientBase, done: (error?: Error) => void) => void;
  /** Told of trouble that has no caller: a lost idle connection, a listener that has to reconnect. */
  readonly onTrouble?: (error: Error) => void;
}

/**
 * Planned once per connection, for arrays of any length (planning costs more than appending an event), and always by the
 * indexes, in their order: a plan made while the log was small must serve when it is large, and collecting the places of a short stream
 * first and sorting it afterwards took half as long again as reading it. In one process and without compiling: before the
 * statistics are made a stream looks as if it were a twentieth of the log, and starting workers for it took ten times as long as reading it.
 */
const planning =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off -c max_parallel_workers_per_gather=0 -c jit=off';

/**
 * The event log on PostgreSQL. See `sql/append_one_event.sql` for why positions are gapless and in commit order.
 * Several processes may write to one database.
 */
export class PostgresEventLog implements EventLog {
  private readonly pool: pg.Pool;
  private readonly appends = new AppendQueue((batch) => this.write(batch));
  private readonly arrays = new BinaryArrays();
  private readonly eventRows = new EventRows();
  private readonly reads = new ReadQueue<readonly StoredEvent[]>((streams) => this.fetchStreams(streams), []);
  private readonly pages = new ReadAhead((page) => this.fetchPage(page));
  /** Of data in an event, as the last page had it; until there was one, any. */
  private eventBytes = Infinity;
  private readonly listeners = new Set<() => void>();
  private readonly newEvents: NewEventsListener;
  private readonly elsewhere: NewEventsNotifier;

  constructor(options: PostgresEventLogOptions) {
    const timeoutMs = options.timeoutMs ?? 15_000;
    const onTrouble = options.onTrouble ?? (() => undefined);
    const connection = {
      // Who has given up must not go on waiting for the writer lock at the server.
      connectionString: withOptions(options.url, `${planning} -c lock_timeout=${timeoutMs}`),
      connectionTimeoutMillis: timeoutMs,
      application_name: 'ledger-log',
      ...(options.verify && { verify: options.verify }),
    };
    this.pool = new WritablePool({
      ...connection,
      max: options.connectionsMax ?? 4,
      query_timeout: timeoutMs,
    });
    this.pool.on('error', onTrouble);
    this.pool.on('connect', outliveItsEnd);
    this.newEvents = new NewEventsListener(
      connection,
      () => {
        this.announce();
      },
      onTrouble,
    );
    this.elsewhere = new NewEventsNotifier(this.pool, onTrouble);
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    if (events.length === 0) return Promise.reject(new RangeError('append needs at least one event'));
    if (typeof expected === 'number' && !(Number.isSafeInteger(expected) && expected >= 0))
      return Promise.reject(new RangeError(`not a revision: ${expected}`));
    const refusal = whyNotHeldHere(events);
    const refused = refusal ? new EventRefused(stream, refusal) : whyNotAppendable(stream, events);
    if (refused) return Promise.reject(refused);
    return new Promise((resolve, reject) => {
      this.appends.push({ stream, expected, events, resolve, reject });
    });
  }

  readStream(stream: string): Promise<readonly StoredEvent[]> {
    // Nobody can have written to it, and PostgreSQL would refuse the question of everybody who reads at the same time.
    if (stream.includes('\0')) return Promise.resolve([]);
    return this.reads.get(stream);
  }

  readAll(page: { after: Position; limit: number }): Promise<readonly StoredEvent[]> {
    const fault = whyNotAPage(page);
    if (fault) return Promise.reject(fault);
    return this.pages.read(page);
  }

  async head(): Promise<Position> {
    const { rows } = await this.query<{ head: string | null }>({
      name: 'head',
      text: 'SELECT max(position) AS head FROM ledger_events',
    });
    return Number(rows[0]?.head ?? 0);
  }

  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    this.newEvents.start();
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.appends.drained();
    this.listeners.clear();
    this.pages.stop();
    await Promise.all([this.newEvents.stop(), this.elsewhere.stop()]);
    await this.pool.end();
  }

  private announce(): void {
    for (const listener of this.listeners) listener();
  }

  private async write(batch: readonly PendingAppend[]): Promise<void> {
    try {
      const answers = (await this.writePlain(batch)) ?? (await this.writeJudged(batch));
      batch.forEach((append, index) => {
        settle(append, answers[index]);
      });
    } catch (error) {
      await this.settleFailed(batch, error);
      return;
    }
    this.announce();
    this.elsewhere.announce();
  }

  /** The usual case: every append is in order. Undefined, and nothing written, when one is not. */
  private async writePlain(batch: readonly PendingAppend[]): Promise<Answer[] | undefined> {
    if (!areAllExact(batch)) return undefined;
    const [first] = batch;
    const [event] = first?.events ?? [];
    const query: BinaryQuery =
      batch.length === 1 && first?.events.length === 1 && event !== undefined
        ? { name: 'append-one', text: appendOne, values: parametersOfOne(first, event) }
        : { name: 'append-many', text: appendMany, values: parametersOfMany(batch, this.arrays) };
    let answers: Answer[] | undefined;
    try {
      await this.ask((client) =>
        queryRows(client, query, (bytes, from) => {
          const written = pairIn(bytes, from);
          answers = written && answersFrom(batch, written[0], toInstant(written[1]));
        }),
      );
      return answers;
    } catch (error) {
      if (isUniqueViolation(error)) return undefined;
      throw error;
    }
  }

  private async writeJudged(batch: readonly PendingAppend[]): Promise<Answer[]> {
    const { rows } = await this.ask((client) =>
      client.query<JudgedRow>({
        name: 'append-judged',
        text: appendJudged,
        values: parametersOfJudged(batch, this.arrays),
      }),
    );
    return rows.sort((one, other) => one.append_no - other.append_no).map(toAnswer);
  }

  /**
   * A session that was begun while the server took no writes takes none for good, though the server does again: it is let go, and
   * the question is put once more to another. Nothing was written: a read-only transaction cannot.
   */
  private async ask<Found>(put: (client: pg.PoolClient) => Promise<Found>): Promise<Found> {
    for (let sessions = this.pool.options.max; ; sessions--) {
      try {
        return await this.withSession((client) => replicated(client, put));
      } catch (error) {
        if (!isReadOnly(error) || sessions <= 0) throw error;
      }
    }
  }

  private async withSession<Found>(put: (client: pg.PoolClient) => Promise<Found>): Promise<Found> {
    const client = await this.pool.connect();
    let broken = false;
    try {
      return await put(client);
    } catch (error) {
      broken = isReadOnly(error) || !(error instanceof pg.DatabaseError) || error.severity === 'FATAL';
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** One event that PostgreSQL refuses fails alone: the batch is halved until it stands by itself. */
  private async settleFailed(batch: readonly PendingAppend[], error: unknown): Promise<void> {
    const [first] = batch;
    if (!isRefusedData(error)) {
      for (const append of batch) append.reject(new LogUnavailable(error));
    } else if (batch.length === 1 && first) {
      first.reject(new EventRefused(first.stream, error));
    } else {
      const half = Math.ceil(batch.length / 2);
      await this.write(batch.slice(0, half));
      await this.write(batch.slice(half));
    }
  }

  /**
   * Counting beforehand how many events have `pageBytesMax` costs a fifth of a usual page: it is done where the page before had large
   * events, or got no answer. Where they begin to be large the server so sends one page in vain, and nobody keeps it.
   */
  private async fetchPage({ after, limit }: { after: Position; limit: number }): Promise<StoredEvent[]> {
    const [from, most] = [String(after), String(limit)];
    const asked = this.readEvents(
      this.eventBytes * limit < pageBytesMax / 4
        ? { name: 'read-page', text: plainPage, values: [from, most] }
        : { name: 'read-page-by-bytes', text: pageByBytes, values: [from, most, String(pageBytesMax)] },
      pageBytesMax,
    );
    try {
      const page = await asked;
      if (page.length > 0) this.eventBytes = dataBytesOf(page) / page.length;
      return page;
    } catch (error) {
      this.eventBytes = Infinity;
      throw error;
    }
  }

  private async fetchStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly StoredEvent[]>> {
    const events = await this.readEvents({
      name: 'read-streams',
      text: `SELECT ${eventColumns} FROM ledger_events WHERE stream = ANY ($1) ORDER BY stream, revision`,
      values: [textArray(streams)],
    });
    const found = new Map<string, StoredEvent[]>();
    for (const event of events) {
      const sofar = found.get(event.stream);
      if (sofar) sofar.push(event);
      else found.set(event.stream, [event]);
    }
    return found;
  }

  /** Up to the event that brings the data to `bytesMax`; what comes behind it is let go unread. */
  private async readEvents(query: BinaryQuery, bytesMax = Infinity): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    let dataBytes = 0;
    try {
      await this.withSession((client) =>
        queryRows(client, query, (bytes, from) => {
          if (dataBytes >= bytesMax) return;
          const event = this.eventRows.read(bytes, from);
          events.push(event);
          dataBytes += event.data.length;
        }),
      );
      return events;
    } catch (error) {
      throw new LogUnavailable(error);
    }
  }

  private async query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    try {
      return await this.pool.query<Row>(query);
    } catch (error) {
      throw new LogUnavailable(error);
    }
  }
}

/**
 * SQLSTATE classes 22 (data exception), 23 (integrity constraint) and 54 (too large for the server, as a stream's name for its
 * index): the event is at fault, not the connection.
 */
function isRefusedData(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|23|54)/.test(error.code ?? '');
}

/**
 * With a synchronous standby a commit waits for it. A wait that was cancelled ends in a warning and no error: the rows are here, and are gone
 * when the standby takes over. That is not acknowledged; who says it again finds it, here or nowhere.
 */
async function replicated<Found>(
  client: pg.PoolClient,
  put: (client: pg.PoolClient) => Promise<Found>,
): Promise<Found> {
  const cancelled: string[] = [];
  const hear = ({ routine }: { readonly routine?: string | undefined }) => {
    if (routine === 'SyncRepWaitForLSN') cancelled.push(routine);
  };
  client.on('notice', hear);
  try {
    const found = await put(client);
    if (cancelled.length > 0)
      throw new Error('the wait for the synchronous standby was cancelled: it may not have what was written');
    return found;
  } finally {
    client.off('notice', hear);
  }
}

/**
 * A connection that ends in somebody's hands says so by the question under way, or the next one. It may end before its new holder could
 * listen: a server that is killed sends the end of an answer and its own end at once.
 */
const outliveItsEnd = (client: pg.PoolClient): void => {
  client.on('error', () => undefined);
};

/** SQLSTATE. */
const readOnlyTransaction = '25006';
const isReadOnly = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === readOnlyTransaction;

/** A stream that stands elsewhere, or an id that is known: which of them, the judging function says. */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505';
}

/** The events after $1, at most $2. */
const plainPage = `SELECT ${eventColumns} FROM ledger_events WHERE position > $1 ORDER BY position LIMIT $2`;

/** The same, up to the one that brings their data to $3 bytes. Sizes are known without reading the data. */
const sizesOfPage = `SELECT position, octet_length(data) AS bytes FROM ledger_events WHERE position > $1 ORDER BY position LIMIT $2`;
const pageByBytes = `SELECT ${eventColumns} FROM ledger_events WHERE position > $1 ORDER BY position LIMIT (
    SELECT CASE WHEN sum(bytes) < $3::bigint THEN $2::bigint
                ELSE (SELECT count(*) FILTER (WHERE before < $3::bigint)
                      FROM (SELECT sum(bytes) OVER (ORDER BY position) - bytes AS before FROM (${sizesOfPage}) AS page) AS sized)
           END
    FROM (${sizesOfPage}) AS page)`;

/** As PostgreSQL reads an array of texts. */
const textArray = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;

const call = (name: string, parameters: number): string =>
  `${name}(${Array.from({ length: parameters }, (_, index) => `$${index + 1}`).join(', ')})`;
const appendOne = `SELECT ${call('append_one_event', 16)} AS written`;
const appendMany = `SELECT ${call('append_events', 18)} AS written`;
const appendJudged = `SELECT append_no, outcome, revision, position, recorded_at FROM ${call('append_judged_events', 19)}`;

type Answer =
  AppendResult | { readonly outcome: 'id-taken' } | { readonly outcome: 'wrong-revision'; readonly actual: number };

/** The events of a batch stand one after another from `position` on. */
function answersFrom(batch: readonly PendingAppend[], position: number, recordedAt: string): Answer[] {
  let last = position - 1;
  return batch.map(({ expected, events }) => {
    last += events.length;
    const before = typeof expected === 'number' ? expected : -1;
    return { outcome: 'recorded', revision: before + events.length, position: last, recordedAt };
  });
}

interface JudgedRow {
  readonly append_no: number;
  readonly outcome: Answer['outcome'];
  readonly revision: string;
  readonly position: string | null;
  readonly recorded_at: string | null;
}

function toAnswer({ outcome, revision, position, recorded_at }: JudgedRow): Answer {
  switch (outcome) {
    case 'recorded':
    case 'already-recorded': {
      const recordedAt = toInstant(Number(recorded_at));
      return { outcome, revision: Number(revision), position: Number(position), recordedAt };
    }
    case 'id-taken':
      return { outcome };
    case 'wrong-revision':
      return { outcome, actual: Number(revision) };
  }
}

function settle(append: PendingAppend, answer: Answer | undefined): void {
  switch (answer?.outcome) {
    case 'recorded':
    case 'already-recorded':
      append.resolve(answer);
      return;
    case 'id-taken':
      append.reject(new EventIdTaken(append.events.map((event) => event.id)));
      return;
    case 'wrong-revision':
      append.reject(new WrongExpectedRevision(append.stream, append.expected, answer.actual));
      return;
    case undefined:
      append.reject(new LogUnavailable(new Error('the database judged the batch and left this append out')));
  }
}

/** UTC with milliseconds, from milliseconds since 1970 as the database counts them. */
const toInstant = (milliseconds: number): string => new Date(milliseconds).toISOString();

/**
 * The `bigint[]` of two that is the one value of this row; undefined where it is NULL. In binary it has five numbers before its elements
 * (dimensions, has-nulls, type, length, lower bound), and each element its length.
 */
function pairIn(bytes: Buffer, from: number): [number, number] | undefined {
  const [value, elements] = [from + 6, from + 26];
  if (bytes.readInt32BE(from + 2) < 0) return undefined;
  if (bytes.readInt32BE(value) !== 1 || bytes.readInt32BE(value + 12) !== 2) throw new RangeError('not two numbers');
  return [Number(bytes.readBigInt64BE(elements + 4)), Number(bytes.readBigInt64BE(elements + 16))];
}

/** The URL with further options for the session (`-c name=value`). */
function withOptions(url: string, options: string): string {
  const connection = new URL(readableUrl(url));
  const before = connection.searchParams.get('options');
  connection.searchParams.set('options', before === null ? options : `${before} ${options}`);
  return connection.href;
}
