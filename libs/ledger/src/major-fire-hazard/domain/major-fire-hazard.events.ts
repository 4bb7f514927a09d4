// These names and fields are stored for good: add, never rename or remove.
import {
  type Day,
  eventsOf,
  filledIn,
  type RecordingAuthority,
  type Severity,
  upcastBy,
  withoutRecordingAuthority,
} from '../../shared';

/** 重大火灾隐患判定: to be rectified by the end of `rectifyBy`. */
export type MajorFireHazardJudged = {
  readonly type: 'MajorFireHazardJudged';
  readonly data: {
    readonly hazardId: string;
    readonly subjectId: string;
    readonly subjectName: string;
    readonly hazardNumber: string;
    readonly judgedOn: Day;
    /** Edition of GB 35181 it was judged by. */
    readonly standardEdition: StandardEdition;
    readonly method: JudgingMethod;
    readonly rectifyBy: Day;
    /** In force on the day of the judgement; the points of an overdue hazard follow it. */
    readonly ruleSetId: string;
    /** Null in what was recorded before it was written down. */
    readonly recordingAuthority: RecordingAuthority | null;
  };
};

/** 挂牌督办. Papers print the level and no day: it counts from the judgement (our default). */
export type MajorFireHazardListedForSupervision = {
  readonly type: 'MajorFireHazardListedForSupervision';
  readonly data: {
    readonly hazardId: string;
    readonly subjectId: string;
    readonly hazardNumber: string;
    readonly level: SupervisionLevel;
    readonly listedOn: Day;
    /** Null in what was recorded before it was written down. */
    readonly recordingAuthority: RecordingAuthority | null;
  };
};

/** 逾期未整改. */
export type MajorFireHazardFoundOverdue = {
  readonly type: 'MajorFireHazardFoundOverdue';
  readonly data: {
    readonly hazardId: string;
    readonly subjectId: string;
    readonly hazardNumber: string;
    readonly rectifyBy: Day;
    /** The day after `rectifyBy`, whenever somebody looked. */
    readonly overdueOn: Day;
    /** By the rule set of the judgement. */
    readonly severity: Severity;
    readonly ruleSetId: string;
    /** Null in what was recorded before it was written down. */
    readonly recordingAuthority: RecordingAuthority | null;
  };
};

/** 整改销案. */
export type MajorFireHazardRectified = {
  readonly type: 'MajorFireHazardRectified';
  readonly data: {
    readonly hazardId: string;
    readonly subjectId: string;
    readonly hazardNumber: string;
    readonly closedOn: Day;
    /** Of the paper that closed it; null when the hazard's own paper prints the day, and no number. */
    readonly documentNumber: string | null;
    /** Null in what was recorded before it was written down. */
    readonly recordingAuthority: RecordingAuthority | null;
  };
};

export type MajorFireHazardEvent =
  MajorFireHazardJudged | MajorFireHazardListedForSupervision | MajorFireHazardFoundOverdue | MajorFireHazardRectified;

export const STANDARD_EDITIONS = ['2017', '2025'] as const;
export type StandardEdition = (typeof STANDARD_EDITIONS)[number];

export const JUDGING_METHODS = ['直接判定', '综合判定'] as const;
export type JudgingMethod = (typeof JUDGING_METHODS)[number];

/** The levels of government above a subject; the feeds show the first two, the others are our default. */
export const SUPERVISION_LEVELS = ['县级', '市级', '省级', '国家级'] as const;
export type SupervisionLevel = (typeof SUPERVISION_LEVELS)[number];

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const majorFireHazardEvents = eventsOf<MajorFireHazardEvent>({
  MajorFireHazardJudged: { on: 'judgedOn', versions: upcastBy(withoutRecordingAuthority), counted: filledIn },
  MajorFireHazardListedForSupervision: {
    on: 'listedOn',
    versions: upcastBy(withoutRecordingAuthority),
    counted: filledIn,
  },
  MajorFireHazardFoundOverdue: { on: 'overdueOn', versions: upcastBy(withoutRecordingAuthority), counted: filledIn },
  MajorFireHazardRectified: { on: 'closedOn', versions: upcastBy(withoutRecordingAuthority), counted: filledIn },
});
