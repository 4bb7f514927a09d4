// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

/** 正式启用: from now on what a body is told counts; before, it was one for training. About nobody. */
export type BodyBecameReal = {
  readonly type: 'BodyBecameReal';
  readonly data: {
    readonly subjectId: null;
    /** The receiving body. */
    readonly endpoint: string;
    /** Asia/Shanghai. */
    readonly becameRealOn: Day;
  };
};

export type BodyStandingEvent = BodyBecameReal;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const bodyStandingEvents = eventsOf<BodyStandingEvent>({
  BodyBecameReal: { on: 'becameRealOn', versions: versionOne },
});
