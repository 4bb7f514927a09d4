// These names and fields are stored for good: add, never rename or remove.
import {
  type Day,
  eventsOf,
  filledIn,
  type RecordingAuthority,
  upcastBy,
  versionOne,
  withoutRecordingAuthority,
} from '../../shared';

/** 双随机抽查结果. No points hang on it. */
export type SpotCheckRecorded = {
  readonly type: 'SpotCheckRecorded';
  readonly data: {
    readonly spotCheckId: string;
    readonly subjectId: string;
    readonly subjectName: string;
    readonly planNumber: string;
    readonly taskNumber: string;
    readonly checkedOn: Day;
    readonly authorityName: string;
    readonly result: SpotCheckResult;
    /** Null in what was recorded before it was written down. */
    readonly recordingAuthority: RecordingAuthority | null;
  };
};

/** 撤回抽查结果: it was wrong. It stays on record, and speaks of nobody any more. */
export type SpotCheckResultWithdrawn = {
  readonly type: 'SpotCheckResultWithdrawn';
  readonly data: {
    readonly spotCheckId: string;
    readonly subjectId: string;
    /** The paper that withdraws it. */
    readonly documentNumber: string;
    readonly withdrawnOn: Day;
    readonly reason: string;
    /** Null in what the ledger orders by itself. */
    readonly recordingAuthority: RecordingAuthority | null;
  };
};

/** The result of the same check that is right, after the one before it was withdrawn. */
export type SpotCheckResultReplaced = {
  readonly type: 'SpotCheckResultReplaced';
  readonly data: {
    readonly spotCheckId: string;
    readonly subjectId: string;
    readonly subjectName: string;
    readonly planNumber: string;
    readonly taskNumber: string;
    readonly checkedOn: Day;
    readonly authorityName: string;
    readonly result: SpotCheckResult;
    /** The result in whose place it stands, and the paper that withdrew that. */
    readonly replaces: {
      readonly checkedOn: Day;
      readonly result: SpotCheckResult;
      readonly withdrawalNumber: string;
      readonly withdrawnOn: Day;
    };
    /** Null in what the ledger orders by itself. */
    readonly recordingAuthority: RecordingAuthority | null;
  };
};

export type SpotCheckEvent = SpotCheckRecorded | SpotCheckResultWithdrawn | SpotCheckResultReplaced;

/**
 * 抽查结果. The feeds print 未发现问题 and the three 发现问题…/不配合… values; the rest is the wording of the market regulator's
 * 双随机 results from general knowledge (not verified), whose official table was not found (regulations 14).
 */
export const SPOT_CHECK_RESULTS = [
  '未发现问题',
  '发现问题已责令改正',
  '发现问题待后续处理',
  '不配合检查情节严重',
  '未按规定公示年报',
  '未按规定公示其他应当公示的信息',
  '公示信息隐瞒真实情况、弄虚作假',
  '通过登记的住所（经营场所）无法联系',
  '未发现开展本次抽查涉及的经营活动',
] as const;
export type SpotCheckResult = (typeof SPOT_CHECK_RESULTS)[number];

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const spotCheckEvents = eventsOf<SpotCheckEvent>({
  SpotCheckRecorded: { on: 'checkedOn', versions: upcastBy(withoutRecordingAuthority), counted: filledIn },
  SpotCheckResultWithdrawn: { on: 'withdrawnOn', versions: versionOne, counted: filledIn },
  SpotCheckResultReplaced: { on: 'checkedOn', versions: versionOne, counted: filledIn },
});
