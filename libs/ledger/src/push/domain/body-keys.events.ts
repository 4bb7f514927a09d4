// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

/** 认定平台密钥: by these keys, and no others, a real body proves that it is itself. About nobody. */
export type BodyKeysPinned = {
  readonly type: 'BodyKeysPinned';
  readonly data: {
    readonly subjectId: null;
    /** The receiving body. */
    readonly endpoint: string;
    /** Fingerprints, in their order: `SHA256:` and base64, as ssh-keygen shows them. */
    readonly keys: readonly string[];
    /** Asia/Shanghai. */
    readonly pinnedOn: Day;
  };
};

/** 更换平台密钥: a person says that the body proves itself by another key from now on. About nobody. */
export type BodyKeyChanged = {
  readonly type: 'BodyKeyChanged';
  readonly data: {
    readonly subjectId: null;
    readonly endpoint: string;
    /** The new one, as above. */
    readonly key: string;
    readonly reason: string;
    /** Asia/Shanghai. */
    readonly changedOn: Day;
  };
};

export type BodyKeysEvent = BodyKeysPinned | BodyKeyChanged;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const bodyKeysEvents = eventsOf<BodyKeysEvent>({
  BodyKeysPinned: { on: 'pinnedOn', versions: versionOne },
  BodyKeyChanged: { on: 'changedOn', versions: versionOne },
});
