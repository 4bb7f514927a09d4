// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

/** 载入示例数据: papers that somebody made up are in this ledger, for good. About nobody. */
export type SampleDataTaken = {
  readonly type: 'SampleDataTaken';
  /** Asia/Shanghai. */
  readonly data: { readonly subjectId: null; readonly takenOn: Day };
};

export type SampleDataEvent = SampleDataTaken;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const sampleDataEvents = eventsOf<SampleDataEvent>({
  SampleDataTaken: { on: 'takenOn', versions: versionOne },
});
