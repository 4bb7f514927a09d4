import pg from 'pg';
import {
  type AppendResult,
  EventIdTaken,
  type EventLog,
  EventRefused,
  type ExpectedRevision,
  LogUnavailable,
  type NewEvent,
  type Position,
  type StoredEvent,
  WrongExpectedRevision,
} from '../event-log';
import { AppendQueue, type PendingAppend } from './append-queue';
import { NewEventsListener } from './new-events-listener';
import { ReadQueue } from './read-queue';

export interface PostgresEventLogOptions {
  /** A URL for the application's role, which may SELECT and INSERT on the log and nothing else. */
  readonly url: string;
  readonly connectionsMax?: number;
  readonly timeoutMs?: number;
  /** Told of trouble that has no caller: a lost idle connection, a listener that has to reconnect. */
  readonly onTrouble?: (error: Error) => void;
}

/**
 * The event log on PostgreSQL. See `sql/append_to_log.sql` for why positions are gapless and in commit order.
 * Several processes may write to one database.
 */
export class PostgresEventLog implements EventLog {
  private readonly pool: pg.Pool;
  private readonly appends = new AppendQueue((batch) => this.write(batch));
  private readonly reads = new ReadQueue<readonly StoredEvent[]>((streams) => this.fetchStreams(streams), []);
  private readonly listeners = new Set<() => void>();
  private readonly newEvents: NewEventsListener;

  constructor(options: PostgresEventLogOptions) {
    const timeoutMs = options.timeoutMs ?? 15_000;
    const onTrouble = options.onTrouble ?? (() => undefined);
    const connection = {
      connectionString: options.url,
      connectionTimeoutMillis: timeoutMs,
      application_name: 'ledger-log',
    };
    this.pool = new pg.Pool({ ...connection, max: options.connectionsMax ?? 4, query_timeout: timeoutMs });
    this.pool.on('error', onTrouble);
    this.newEvents = new NewEventsListener(
      connection,
      () => {
        this.announce();
      },
      onTrouble,
    );
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    if (events.length === 0) return Promise.reject(new RangeError('append needs at least one event'));
    return new Promise((resolve, reject) => {
      this.appends.push({ stream, expected, events, resolve, reject });
    });
  }

  readStream(stream: string): Promise<readonly StoredEvent[]> {
    return this.reads.get(stream);
  }

  async readAll({ after, limit }: { after: Position; limit: number }): Promise<readonly StoredEvent[]> {
    const { rows } = await this.query<EventRow>({
      name: 'read-all',
      text: `SELECT ${columns} FROM ledger_events WHERE position > $1 ORDER BY position LIMIT $2`,
      values: [after, limit],
    });
    return rows.map(toStoredEvent);
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
    await this.newEvents.stop();
    await this.pool.end();
  }

  private announce(): void {
    for (const listener of this.listeners) listener();
  }

  private async write(batch: readonly PendingAppend[]): Promise<void> {
    let rows: readonly OutcomeRow[];
    try {
      ({ rows } = await this.pool.query<OutcomeRow>({
        name: 'append',
        text: appendStatement,
        values: toParameters(batch),
      }));
    } catch (error) {
      await this.settleFailed(batch, error);
      return;
    }
    for (const row of rows) settle(batch[row.append_no - 1], row);
    this.announce();
  }

  /** One event that PostgreSQL refuses fails alone: the others of its batch are written one by one, in order. */
  private async settleFailed(batch: readonly PendingAppend[], error: unknown): Promise<void> {
    if (!isRefusedData(error)) {
      for (const append of batch) append.reject(new LogUnavailable(error));
    } else if (batch.length === 1) {
      for (const append of batch) append.reject(new EventRefused(append.stream, error));
    } else {
      for (const append of batch) await this.write([append]);
    }
  }

  private async fetchStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly StoredEvent[]>> {
    const { rows } = await this.query<EventRow>({
      name: 'read-streams',
      text: `SELECT ${columns} FROM ledger_events WHERE stream = ANY ($1) ORDER BY stream, revision`,
      values: [streams],
    });
    const found = new Map<string, StoredEvent[]>();
    for (const event of rows.map(toStoredEvent)) {
      const sofar = found.get(event.stream);
      if (sofar) sofar.push(event);
      else found.set(event.stream, [event]);
    }
    return found;
  }

  private async query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    try {
      return await this.pool.query<Row>(query);
    } catch (error) {
      throw new LogUnavailable(error);
    }
  }
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint): the event is at fault, not the connection. */
function isRefusedData(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|23)/.test(error.code ?? '');
}

const appendStatement = `SELECT append_no, outcome, revision, position, recorded_at FROM append_to_log(${Array.from({ length: 18 }, (_, index) => `$${index + 1}`).join(', ')})`;

function toParameters(batch: readonly PendingAppend[]): unknown[] {
  const events = batch.flatMap((append, at) =>
    append.events.map((event, index) => ({ event, no: at + 1, ordinal: index + 1 })),
  );
  return [
    batch.map(({ stream }) => stream),
    batch.map(({ expected }) => toRevision(expected)),
    batch.map((append) => append.events.length),
    events.map(({ no }) => no),
    events.map(({ ordinal }) => ordinal),
    events.map(({ event }) => event.id),
    events.map(({ event }) => event.type),
    events.map(({ event }) => event.typeVersion),
    events.map(({ event }) => event.subjectId),
    events.map(({ event }) => event.occurredOn),
    events.map(({ event }) => event.actor.name),
    events.map(({ event }) => event.actor.unitName),
    events.map(({ event }) => event.actor.unitCode),
    events.map(({ event }) => event.actor.role),
    events.map(({ event }) => event.commandId),
    events.map(({ event }) => event.causeId),
    events.map(({ event }) => event.requestId),
    events.map(({ event }) => Buffer.from(event.data)),
  ];
}

function toRevision(expected: ExpectedRevision): number {
  if (expected === 'no-stream') return -1;
  if (expected === 'any') return -2;
  if (expected === 'stream-exists') return -3;
  return expected;
}

interface OutcomeRow {
  readonly append_no: number;
  readonly outcome: 'recorded' | 'already-recorded' | 'id-taken' | 'wrong-revision';
  readonly revision: string;
  readonly position: string | null;
  readonly recorded_at: Date | null;
}

function settle(append: PendingAppend | undefined, row: OutcomeRow): void {
  if (!append) throw new Error(`append_to_log answered for append ${row.append_no}, which was not asked`);
  switch (row.outcome) {
    case 'recorded':
    case 'already-recorded':
      append.resolve({
        revision: Number(row.revision),
        position: Number(row.position),
        recordedAt: row.recorded_at?.toISOString() ?? '',
      });
      return;
    case 'id-taken':
      append.reject(new EventIdTaken(append.events.map((event) => event.id)));
      return;
    case 'wrong-revision':
      append.reject(new WrongExpectedRevision(append.stream, append.expected, Number(row.revision)));
  }
}

const columns = `position, stream, revision, event_id, type, type_version, subject_id, occurred_on::text AS occurred_on,
  recorded_at, actor_name, actor_unit_name, actor_unit_code, actor_role, command_id, cause_id, request_id, data`;

interface EventRow {
  readonly position: string;
  readonly stream: string;
  readonly revision: string;
  readonly event_id: string;
  readonly type: string;
  readonly type_version: number;
  readonly subject_id: string | null;
  readonly occurred_on: string;
  readonly recorded_at: Date;
  readonly actor_name: string;
  readonly actor_unit_name: string;
  readonly actor_unit_code: string;
  readonly actor_role: string;
  readonly command_id: string;
  readonly cause_id: string | null;
  readonly request_id: string;
  readonly data: Buffer;
}

function toStoredEvent(row: EventRow): StoredEvent {
  return {
    position: Number(row.position),
    stream: row.stream,
    revision: Number(row.revision),
    id: row.event_id,
    type: row.type,
    typeVersion: row.type_version,
    subjectId: row.subject_id,
    occurredOn: row.occurred_on,
    recordedAt: row.recorded_at.toISOString(),
    actor: {
      name: row.actor_name,
      unitName: row.actor_unit_name,
      unitCode: row.actor_unit_code,
      role: row.actor_role,
    },
    commandId: row.command_id,
    causeId: row.cause_id,
    requestId: row.request_id,
    data: row.data,
  };
}
