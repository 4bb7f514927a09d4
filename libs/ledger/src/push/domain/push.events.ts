// These names and fields are stored for good: add, never rename or remove.
import { dayOfInstant, eventsOf, versionOne } from '../../shared';

export interface Pushed {
  readonly pushId: string;
  readonly subjectId: string;
  readonly endpoint: string;
  readonly kind: string;
  /** The event that was pushed. */
  readonly eventId: string;
}

/** 记名成功: the receiving body has the record. */
export type PushDelivered = {
  readonly type: 'PushDelivered';
  readonly data: Pushed & {
    readonly receiptNumber: string;
    /** UTC, as stated by the receiving body. */
    readonly receivedAt: string;
  };
};

/** 记名不成功: the receiving body looked at the record and said no; or, code `personal-data-erased`, it was not sent at all. */
export type PushRefused = {
  readonly type: 'PushRefused';
  readonly data: Pushed & {
    readonly code: string;
    readonly message: string;
    readonly fields: readonly string[];
    /** Day of the answer, Asia/Shanghai. */
    readonly refusedOn: string;
  };
};

/** 不再推送: nothing more is done about it until a person says so. What the body holds is not known, or it said no and nobody mended it. */
export type PushGivenUp = {
  readonly type: 'PushGivenUp';
  readonly data: Pushed & {
    readonly because: 'unreadable-answers' | 'rejection-not-mended';
    /** How many answers could not be read; 0 for a rejection. */
    readonly unreadable: number;
    /** Asia/Shanghai. */
    readonly givenUpOn: string;
  };
};

/** 重新推送: a person has it sent once more, after it was refused or given up. */
export type PushRedriven = {
  readonly type: 'PushRedriven';
  readonly data: Pushed & {
    /** The how-manieth time, from 1. */
    readonly round: number;
    readonly reason: string;
    /** Asia/Shanghai. */
    readonly redrivenOn: string;
  };
};

export type PushEvent = PushDelivered | PushRefused | PushGivenUp | PushRedriven;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const pushEvents = eventsOf<PushEvent>({
  PushDelivered: { on: ({ receivedAt }) => dayOfInstant(receivedAt), versions: versionOne },
  PushRefused: { on: 'refusedOn', versions: versionOne },
  PushGivenUp: { on: 'givenUpOn', versions: versionOne },
  PushRedriven: { on: 'redrivenOn', versions: versionOne },
});
