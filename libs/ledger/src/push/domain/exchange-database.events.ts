// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

/** 发现前置库被恢复: a body's exchange database no longer held our newest batch, so somebody had put it back from a backup. About nobody. */
export type ExchangeDatabaseFoundRestored = {
  readonly type: 'ExchangeDatabaseFoundRestored';
  readonly data: {
    readonly subjectId: null;
    /** The receiving body. */
    readonly endpoint: string;
    /** The token of the batch that was gone: by it the same restore is known again. */
    readonly lostBatch: string;
    /** Asia/Shanghai. */
    readonly foundOn: Day;
  };
};

/** 前置库恢复已核对: a person has looked after what was found so far. About nobody. */
export type ExchangeRestorationReviewed = {
  readonly type: 'ExchangeRestorationReviewed';
  readonly data: {
    readonly subjectId: null;
    readonly endpoint: string;
    /** What was done, in the words of who did it. */
    readonly reason: string;
    /** Asia/Shanghai. */
    readonly reviewedOn: Day;
  };
};

export type ExchangeDatabaseEvent = ExchangeDatabaseFoundRestored | ExchangeRestorationReviewed;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const exchangeDatabaseEvents = eventsOf<ExchangeDatabaseEvent>({
  ExchangeDatabaseFoundRestored: { on: 'foundOn', versions: versionOne },
  ExchangeRestorationReviewed: { on: 'reviewedOn', versions: versionOne },
});
