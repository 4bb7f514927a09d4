import { Inject, Injectable } from '@nestjs/common';
import { READ_MODELS, type ReadModels, type Stand, Stands } from '../application';
import type { Day, Due, DueOpen, DueRole, RefusalCode } from '../shared';
import { calendarPolicyName } from './calendar.policy';

/** A try of the ledger that did not go well. */
export interface RefusedTry {
  readonly code: RefusalCode;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly nextTry: string;
}

export interface DueWorkFound {
  readonly stream: string;
  readonly procedure: string;
  readonly subjectId: string | null;
  readonly unitCode: string | null;
  /** `infinity`: nothing but open days. */
  readonly nextDue: Day;
  readonly dues: readonly Due[];
  readonly refused: RefusedTry | null;
}

export interface DueWorkFoundPage {
  readonly stand: Stand;
  readonly rows: readonly DueWorkFound[];
}

export interface DueWorkWanted {
  readonly unitCode?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly whose?: DueRole | undefined;
  readonly procedure?: string | undefined;
  /** Only streams with a day before `today`; false: only those with another day, or an open one. One stream may have both. */
  readonly overdue?: boolean | undefined;
  readonly today: Day;
  /** The last row seen. */
  readonly after?: { readonly nextDue: Day; readonly stream: string } | undefined;
  readonly limit: number;
}

/** The read models it is spread over: that of the papers with a clock, and one for the messages to each body (`push-deadlines.projection.ts`). */
const dueWorks = 'due-work-%';

/** All of it, in one shape. */
const allDueWork = `(
  SELECT stream, procedure, subject_id, unit_code, next_due, waits_for, dues FROM due_work
  UNION ALL
  SELECT stream, procedure, subject_id, unit_code, next_due, waits_for, dues FROM push_deadlines)`;

/** What somebody who watches the ledger wants to know. */
export interface DueWorkOutlook {
  /** The earliest day that has passed and that the ledger has yet to write down; null: none. */
  readonly oldestPassed: Day | null;
  /** Rows with a day that has passed, the officers' own included. */
  readonly overdue: number;
  /** Rows the ledger could not write down. */
  readonly refused: number;
  /** Rows whose day is open until a calendar is loaded. */
  readonly open: number;
  /** When the calendar policy last came round, UTC; null: never. */
  readonly cameAt: Date | null;
}

/** Reads what waits for a day. */
@Injectable()
export class DueWork {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly stands: Stands,
  ) {}

  /** The earliest day first; what has no day yet comes last. The stand is said of the subject, or of anybody. */
  search({
    unitCode,
    subjectId,
    whose,
    procedure,
    overdue,
    today,
    after,
    limit,
  }: DueWorkWanted): Promise<DueWorkFoundPage> {
    return this.stands.with<DueWorkFound>(dueWorks, subjectId === undefined ? undefined : [subjectId], {
      text: `SELECT d.stream, d.procedure, d.subject_id AS "subjectId", d.unit_code AS "unitCode",
              d.next_due::text AS "nextDue", d.dues,
              CASE WHEN t.code IS NOT NULL THEN jsonb_build_object('code', t.code, 'facts', t.facts, 'nextTry',
                to_char(t.next_try AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS refused
       FROM ${allDueWork} d LEFT JOIN due_work_tries t USING (stream)
       WHERE d.next_due IS NOT NULL
         AND ($3::text IS NULL OR d.unit_code = $3)
         AND ($4::text IS NULL OR d.subject_id = $4)
         AND ($5::text IS NULL OR d.dues @> jsonb_build_array(jsonb_build_object('whose', $5)))
         AND ($6::text IS NULL OR d.procedure = $6)
         AND ($7::boolean IS NOT TRUE OR d.next_due < $8::date)
         AND ($7::boolean IS NULL OR EXISTS (SELECT FROM jsonb_array_elements(d.dues) due
           WHERE coalesce((due ->> 'until')::date < $8::date, false) = $7 AND ($5::text IS NULL OR due ->> 'whose' = $5)))
         AND ($9::date IS NULL OR (d.next_due, d.stream) > ($9::date, $10::text))
       ORDER BY d.next_due, d.stream LIMIT $11`,
      values: [
        unitCode ?? null,
        subjectId ?? null,
        whose ?? null,
        procedure ?? null,
        overdue ?? null,
        today,
        after?.nextDue ?? null,
        after?.stream ?? null,
        limit,
      ],
    });
  }

  /** The years that open days wait for. */
  async waitedFor(): Promise<readonly DueOpen[]> {
    const { rows } = await this.readModels.query<{ waits_for: DueOpen }>(
      `SELECT DISTINCT waits_for FROM ${allDueWork} d WHERE waits_for IS NOT NULL`,
    );
    return rows.map(({ waits_for }) => waits_for);
  }

  async outlook(today: Day): Promise<DueWorkOutlook> {
    const { rows } = await this.readModels.query<DueWorkOutlook>(
      `SELECT (SELECT min(ledger_due)::text FROM due_work WHERE ledger_due < $1) AS "oldestPassed",
              (SELECT count(*)::integer FROM ${allDueWork} d WHERE next_due < $1) AS overdue,
              (SELECT count(*)::integer FROM due_work_tries WHERE code IS NOT NULL) AS refused,
              (SELECT count(*)::integer FROM ${allDueWork} d WHERE waits_for IS NOT NULL) AS open,
              (SELECT came_at FROM due_work_rounds WHERE policy = $2) AS "cameAt"`,
      [today, calendarPolicyName],
    );
    const [found] = rows;
    if (!found) throw new Error('the outlook is one row, always');
    return found;
  }
}
