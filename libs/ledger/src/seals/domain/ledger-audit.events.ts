// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

/** The log was derived again from its events and held against its seals. About nobody. */
export type LedgerAudited = {
  readonly type: 'LedgerAudited';
  readonly data: {
    readonly subjectId: null;
    readonly auditedOn: Day;
    /** Entries looked at. */
    readonly size: number;
    /** The root of those entries, base64. */
    readonly root: string;
    /** So many of them are under a signature that holds good. */
    readonly signed: number;
    /** How many findings there were; not all of them need stand here. */
    readonly found: number;
    readonly findings: readonly AuditFinding[];
  };
};

/** Codes as `libs/sealing/src/audit/finding.ts` has them. */
export interface AuditFinding {
  readonly code: string;
  readonly entry: number | null;
  readonly before: number | null;
  readonly position: number | null;
  readonly what: string | null;
}

/** In a night the read models were held against a full replay of the log. About nobody. */
export type ReadModelsCompared = {
  readonly type: 'ReadModelsCompared';
  readonly data: {
    readonly subjectId: null;
    /** Of the night, by its calendar day in Asia/Shanghai. */
    readonly comparedOn: Day;
    readonly tables: readonly ComparedTable[];
    /** Read models that could not be compared. */
    readonly failed: readonly string[];
  };
};

export interface ComparedTable {
  readonly readModel: string;
  readonly table: string;
  /** Of the log, at which both sides stood. */
  readonly position: number;
  /** Of the replay. */
  readonly rows: number;
  /** Of the rows of the replay, whatever their order. */
  readonly hash: string;
  /** Rows that the replay has and the table lacks; and the reverse. Nought and nought: equal. */
  readonly missing: number;
  readonly surplus: number;
}

export type LedgerAuditEvent = LedgerAudited | ReadModelsCompared;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const ledgerAuditEvents = eventsOf<LedgerAuditEvent>({
  LedgerAudited: { on: 'auditedOn', versions: versionOne },
  ReadModelsCompared: { on: 'comparedOn', versions: versionOne },
});
