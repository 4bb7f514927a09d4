import type { StoredEvent } from '@app/event-store';
import type { Told } from '@app/exchange';
import { type Projection, type Table, writeRows } from '@app/projections';
import type { ClientBase } from 'pg';
import { type Day, dayOfInstant, type Due, type WorkingDayCalendar } from '../shared';
import { calendarInLog } from '../working-day-calendar';
import { workingDaysEvents } from '../working-day-calendar/domain/working-days.events';
import { pushEvents } from './domain/push.events';
import { afterPushEvent, counted, deadlineOf, duesOf, type PushDeadline } from './domain/push-deadline';
import { streamOf } from './domain/push-outcome';
import { historiesOf } from './event-histories';
import { paperDayOf } from './paper-day';
import type { PushSources } from './push-outbox.projection';
import { mayConcern, pushesOf, type ReceivingBody } from './pushes-of';

/** The deadline of one push. */
interface PushDeadlineRow {
  /** Of the push. */
  readonly stream: string;
  readonly subjectId: string;
  /** Of the unit whose paper is told; null: the ledger's own. */
  readonly unitCode: string | null;
  readonly state: PushDeadline;
  /** Of the newest event in the row. */
  readonly position: number;
}

/** After every day: something is due, but nobody knows the day. */
const openDay = 'infinity';

const nextDue = ([first]: readonly Due[]): Day | null => (first ? (first.until ?? openDay) : null);
const dueOf = ({ state, term }: PushDeadline) => (state === 'closed' ? null : (term?.due ?? null));

const table: Table<PushDeadlineRow> = {
  table: 'push_deadlines',
  key: ['stream'],
  columns: {
    stream: { type: 'text', of: (row) => row.stream },
    procedure: { type: 'text', of: () => 'push' },
    subject_id: { type: 'text', of: (row) => row.subjectId },
    unit_code: { type: 'text', of: (row) => row.unitCode },
    next_due: { type: 'date', of: ({ state }) => nextDue(duesOf(state)) },
    waits_for: { type: 'text', of: ({ state }) => dueOf(state)?.dueOpen ?? null },
    dues: { type: 'jsonb', of: ({ state }) => duesOf(state) },
    endpoint: { type: 'text', of: ({ state }) => state.endpoint },
    due_on: { type: 'date', of: ({ state }) => dueOf(state)?.dueOn ?? null },
    acknowledged_on: { type: 'date', of: ({ state }) => state.acknowledgedOn },
    state: { type: 'jsonb', of: (row) => row.state },
    position: { type: 'bigint', of: (row) => row.position },
  },
};

/** So many rows are dated at once when a year becomes known. Our default. */
const datedAtOnce = 500;

/** What the deadlines of a body are called among the followers. */
export const pushDeadlinesName = (body: string): string => `due-work-pushes-${body}-1`;

/**
 * Keeps, for one body, by when it is to have each message: a row from the fact on which the message is queued, ended by the
 * body's receipt or by what closes the push. Nothing is written to the log: a deadline follows from the paper, the rules and the
 * calendar, and that it was missed follows from the receipt.
 *
 * A push event of which no message is known here (an older one of another body's) changes nothing. What is open is dated when the working
 * days of its year are published.
 */
export function pushDeadlines(body: ReceivingBody, { log, rules }: PushSources): Projection {
  const types = new Set([...body.column.types, ...pushEvents.types, ...workingDaysEvents.types]);

  /** The years of the program and those that were published. */
  const calendar = async (): Promise<WorkingDayCalendar> => {
    const { years } = await calendarInLog(log);
    return { years: new Map([...rules.book.workingDays.years, ...years]) };
  };

  const queued = async (events: readonly StoredEvent[]): Promise<readonly PushDeadlineRow[]> => {
    const histories = await historiesOf(log, events);
    const rows = histories.flatMap((history) => {
      const { recordedAt, actor } = history.at(-1) ?? {};
      return pushesOf(body, rules.book, history).map(({ pushId, subjectId, kind, document, position }) => ({
        stream: streamOf(pushId),
        subjectId,
        unitCode: actor?.unitCode === '' ? null : (actor?.unitCode ?? null),
        state: deadlineOf(rules.book, rules.book.workingDays, {
          body: body.id,
          kind,
          since: paperDayOf({ kind, document } as Told), // what is queued under a kind is a document of that kind
          recordedOn: dayOfInstant(recordedAt ?? ''),
        }),
        position,
      }));
    });
    if (rows.every(({ state }) => dueOf(state)?.dueOpen == null)) return rows;
    const known = await calendar();
    return rows.map((row) => ({ ...row, state: counted(row.state, known) }));
  };

  return {
    name: pushDeadlinesName(body.id),
    types,
    tables: [{ name: table.table, where: `endpoint = '${body.id}'` }],
    async apply(client, events) {
      const rows = new Map(
        (await queued(events.filter((event) => mayConcern(body, event)))).map((row) => [row.stream, row]),
      );
      const ofPushes = events.flatMap((stored) => {
        const event = pushEvents.eventIn(stored);
        return event?.data.endpoint === body.id ? [{ event, stored }] : [];
      });
      const missing = new Set(ofPushes.map(({ stored }) => stored.stream).filter((stream) => !rows.has(stream)));
      for (const row of await rowsIn(client, [...missing])) rows.set(row.stream, row);
      for (const { event, stored } of ofPushes) {
        const row = rows.get(stored.stream);
        if (!row || row.position >= stored.position) continue;
        rows.set(stored.stream, { ...row, state: afterPushEvent(row.state, event), position: stored.position });
      }
      await writeRows(client, table, [...rows.values()]);
      const years = events.flatMap((stored) => workingDaysEvents.eventIn(stored)?.data.year ?? []);
      if (years.length > 0) await dateOpen(client, body.id, years, await calendar());
    },
  };
}

const columns = `stream, subject_id AS "subjectId", unit_code AS "unitCode", state, position::float8 AS position`;

async function rowsIn(client: ClientBase, streams: readonly string[]): Promise<PushDeadlineRow[]> {
  if (streams.length === 0) return [];
  const { rows } = await client.query<PushDeadlineRow>({
    name: 'load-push-deadlines',
    text: `SELECT ${columns} FROM push_deadlines WHERE stream = ANY ($1::text[])`,
    values: [streams],
  });
  return rows;
}

/** Dates what waits for these years, some hundred rows at a time: each leaves the index of what waits. */
async function dateOpen(
  client: ClientBase,
  body: string,
  years: readonly number[],
  calendar: WorkingDayCalendar,
): Promise<void> {
  const known = years.filter((year) => calendar.years.has(year)).map((year) => `calendar-${year}`);
  for (;;) {
    const { rows } = await client.query<PushDeadlineRow>(
      `SELECT ${columns} FROM push_deadlines WHERE endpoint = $1 AND waits_for = ANY ($2::text[]) ORDER BY waits_for, stream LIMIT $3`,
      [body, known, datedAtOnce],
    );
    if (rows.length === 0) return;
    await writeRows(
      client,
      table,
      rows.map((row) => ({ ...row, state: counted(row.state, calendar) })),
    );
  }
}
