import { clocksAgreeMs, Refusal } from '../shared';
import type { Clocks } from './clocks';
import type { ReadModels } from './ports';

/** How far a read model has come, as of one moment. */
export interface Stand {
  /** Every event up to here is in it; 0 when it never ran. */
  readonly position: number;
  /** UTC; everything visible in the log at this moment is in it. Null: it never caught up. */
  readonly caughtUpAt: Date | null;
  /** Milliseconds since `caughtUpAt`, by the database's clock; Infinity when it never caught up. */
  readonly ageMs: number;
  /** Older than this it does not speak for the ledger: what the deployment has set. */
  readonly staleAfterMs: number;
  /** The clocks of application and database are so far apart that neither says what day it is. */
  readonly clocksApart: boolean;
  /** Why all of it stopped; null while it runs. */
  readonly stoppedBy: string | null;
  /** Of the subjects asked about, those that are stopped in it, and the position from which on their events are missing. */
  readonly stopped: ReadonlyMap<string, number>;
  /** Of the subjects asked about, those whose rows were not what a replay of the log arrived at; `all`: nobody knows whose are. */
  readonly differing: ReadonlySet<string> | 'all';
}

/** Why a read model cannot speak: on every channel the same words. */
export type WhyNoAnswer =
  'clocks-apart' | 'read-model-stopped' | 'subject-stopped' | 'read-model-differs' | 'read-model-behind';

/**
 * Why a read model cannot answer now, about this subject when one is named; undefined when it can. Neither a stale answer
 * nor one that was cut short may read as "nothing found" (docs/decisions/0008-four-status-values.md).
 */
export function whyNoAnswer(
  { clocksApart, stoppedBy, ageMs, staleAfterMs, stopped, differing }: Stand,
  subjectId?: string,
): WhyNoAnswer | undefined {
  if (clocksApart) return 'clocks-apart'; // what stands today, and how old anything is, follows from them
  if (stoppedBy !== null) return 'read-model-stopped';
  if (subjectId !== undefined && stopped.has(subjectId)) return 'subject-stopped';
  if (differing === 'all' || (subjectId !== undefined && differing.has(subjectId))) return 'read-model-differs';
  if (!(ageMs <= staleAfterMs)) return 'read-model-behind'; // also when either is no number
  return undefined;
}

/** What an answer says of its own age: `position`, and `dataAge` in milliseconds, null when it is not known. */
export const ageOf = ({ position, ageMs }: Stand) => ({ position, dataAge: Number.isFinite(ageMs) ? ageMs : null });

/**
 * The subjects a list may lack events of, as its answer names them: by `uscc`, `since` a position. Of those whose rows differ nothing
 * is sure: since 0.
 */
export const heldBackOf = ({ stopped, differing }: Stand) => [
  ...[...stopped].map(([uscc, since]) => ({ uscc, since })),
  ...(differing === 'all' ? [] : [...differing].map((uscc) => ({ uscc, since: 0 }))),
];

/**
 * Lets a list of a read model speak, if the read model may.
 *
 * Refusal: `cannot-answer` {reason, position, dataAge} while it is stopped or behind, differs from a replay in whole, or the clocks are
 * apart (HTTP 503); also when the rows of the one subject it is about differ. (Of one that is stopped it says since when.)
 */
export function mustSpeak(stand: Stand, about?: string): void {
  const reason = whyNoAnswer(stand) ?? (differs(stand, about) ? 'read-model-differs' : undefined);
  if (reason !== undefined) throw cannotAnswer(stand, reason);
}

const differs = ({ differing }: Stand, subjectId: string | null | undefined): boolean =>
  differing === 'all' || (subjectId != null && differing.has(subjectId));

/** The rows of a list that are shown: none of a subject whose rows differ. `heldBackOf` names it. */
export const trustedOf = <Row>(
  stand: Stand,
  rows: readonly Row[],
  subjectOf: (row: Row) => string | null,
): readonly Row[] => rows.filter((row) => !differs(stand, subjectOf(row)));

/** The refusal that says why a read model cannot speak, how far it came and, if known, how old it is. */
export function cannotAnswer(stand: Stand, reason: WhyNoAnswer): Refusal {
  const { position, dataAge } = ageOf(stand);
  return new Refusal('cannot-answer', { reason, position, ...(dataAge !== null && { dataAge }) });
}

/** Whether every stopped subject is named in a stand that was asked for about nobody in particular. */
export const namesAllStopped = ({ stopped }: Stand): boolean => stopped.size < stoppedMax;

/** A statement over the tables of a read model. Its own parameters begin at $3. */
export interface Selection {
  /** A SELECT; no column of it begins with `stand_`. */
  readonly text: string;
  readonly values: readonly unknown[];
  /** The name under which the server keeps the prepared statement; the text must then always be the same. */
  readonly name?: string;
}

/** At most so many stopped subjects are named when nobody in particular is asked about, the longest stopped first. */
const stoppedMax = 200;

/** Reads read models together with where they stand: one statement, so that both are of the same moment. */
export class Stands {
  /** @param staleAfterMs from the settings of the deployment */
  constructor(
    private readonly readModels: ReadModels,
    readonly staleAfterMs: number,
    private readonly clocks: Pick<Clocks, 'areApart'>,
  ) {}

  /**
   * @param readModel the name of the read model; ending in `%`, all those whose names begin like this: the stand is that of the one furthest behind
   * @param about     the subjects asked about; undefined: anybody
   */
  async of(readModel: string, about?: readonly string[]): Promise<Stand> {
    return (await this.with(readModel, about, { text: 'SELECT', values: [] })).stand;
  }

  /** The same stand, so many milliseconds later by a clock that nobody sets: as old as it may be by now. */
  later(stand: Stand, ms: number): Stand {
    return { ...stand, ageMs: Math.ceil(stand.ageMs + ms), clocksApart: this.clocks.areApart() };
  }

  /**
   * The same, with the rows of a selection, in its order.
   *
   * @typeParam Row what the selection selects
   */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as with `query`, the caller knows the columns
  async with<Row extends object>(
    readModel: string,
    about: readonly string[] | undefined,
    { text, values, name }: Selection,
  ): Promise<{ readonly stand: Stand; readonly rows: readonly Row[] }> {
    const { rows } = await this.readModels.query<StandRow & Row>({
      ...(name !== undefined && { name }),
      // The stand comes once, with the first row: the driver would read it anew with each.
      text: `SELECT CASE WHEN coalesce(found.stand_row, 1) = 1 THEN stand.told END AS stand_told, found.*
             FROM (${standSql(readModel.endsWith('%') ? 'LIKE' : '=')}) AS stand
             LEFT JOIN (SELECT row_number() OVER ()::integer AS stand_row, selected.* FROM (${text}) AS selected) AS found ON true`,
      values: [readModel, about ?? null, ...values],
    });
    const told = rows[0]?.stand_told;
    return {
      stand: {
        position: told?.position ?? 0,
        caughtUpAt: told?.caughtUpAtMs == null ? null : new Date(told.caughtUpAtMs),
        ageMs: ageFrom(told?.ageMs),
        staleAfterMs: this.staleAfterMs,
        clocksApart: this.clocks.areApart(),
        stoppedBy: told?.stoppedBy ?? null,
        stopped: new Map(Object.entries(told?.stopped ?? {})),
        differing: told?.differs === true ? 'all' : new Set(told?.differing),
      },
      rows: rows.flatMap((row) => (row.stand_row === null ? [] : [withoutStand(row)])),
    };
  }
}

/** Caught up at an instant that has yet to come says nothing of age: the clock was ahead then. */
function ageFrom(ms: number | null | undefined): number {
  return ms == null || ms < -clocksAgreeMs ? Infinity : Math.max(0, Math.round(ms));
}

/** One row: the stand of the read model (or models) $1, of subjects $2 or of anybody. */
const standSql = (named: '=' | 'LIKE') => `
  SELECT json_build_object(
           'position', min(c.position),
           'caughtUpAtMs', CASE WHEN isfinite(min(c.caught_up_at))
                                THEN floor(extract(epoch FROM min(c.caught_up_at)) * 1000)::bigint END,
           'ageMs', CASE WHEN isfinite(min(c.caught_up_at))
                         THEN (extract(epoch FROM clock_timestamp() - min(c.caught_up_at)) * 1000)::float8 END,
           'stoppedBy', min(c.stopped_by),
           'stopped', (SELECT json_object_agg(subject_id, since)
                       FROM (SELECT s.subject_id, min(s.position) AS since FROM projection_stopped_subjects s
                             WHERE s.projection ${named} $1 AND ($2::text[] IS NULL OR s.subject_id = ANY ($2))
                             GROUP BY s.subject_id ORDER BY since
                             LIMIT CASE WHEN $2::text[] IS NULL THEN ${stoppedMax} END) AS subjects),
           'differs', EXISTS (SELECT FROM projection_differences d WHERE d.projection ${named} $1 AND d.subject_id IS NULL),
           'differing', (SELECT json_agg(DISTINCT d.subject_id) FROM projection_differences d
                         WHERE d.projection ${named} $1 AND ($2::text[] IS NULL OR d.subject_id = ANY ($2)))) AS told
  FROM projection_checkpoints c WHERE c.name ${named} $1`;

interface StandRow {
  /** In the first row, and in no other. */
  readonly stand_told: StandTold | null;
  /** Counts the rows of the selection from 1; null: it has none. */
  readonly stand_row: number | null;
}

interface StandTold {
  readonly position: number | null;
  readonly caughtUpAtMs: number | null;
  readonly ageMs: number | null;
  readonly stoppedBy: string | null;
  readonly stopped: Readonly<Record<string, number>> | null;
  readonly differs: boolean;
  readonly differing: readonly string[] | null;
}

const withoutStand = <Row>({ stand_told: _told, stand_row: _row, ...row }: StandRow & Row): Row => row as Row;
