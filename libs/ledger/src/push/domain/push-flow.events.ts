// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

interface Ordered {
  readonly subjectId: null;
  /** The receiving body. */
  readonly endpoint: string;
  readonly reason: string;
}

/** 暂停推送: a person has nothing more sent to a body. What it owes an answer to is still asked about. About nobody. */
export type PushesPaused = {
  readonly type: 'PushesPaused';
  /** Asia/Shanghai. */
  readonly data: Ordered & { readonly pausedOn: Day };
};

/** 恢复推送. About nobody. */
export type PushesResumed = {
  readonly type: 'PushesResumed';
  /** Asia/Shanghai. */
  readonly data: Ordered & { readonly resumedOn: Day };
};

export type PushFlowEvent = PushesPaused | PushesResumed;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const pushFlowEvents = eventsOf<PushFlowEvent>({
  PushesPaused: { on: 'pausedOn', versions: versionOne },
  PushesResumed: { on: 'resumedOn', versions: versionOne },
});
