// These names and fields are stored for good: add, never rename or remove.
import { type Day, dayOfInstant, eventsOf, type StoredData, upcastBy, versionOne } from '../../shared';

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
    /** The day on which the body shows the record to the public, Asia/Shanghai; null: the receipt names none. */
    readonly publishedOn: Day | null;
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

/** 待处理: by the body's own rules it would refuse the record, so it was not sent. A person mends the record or has it sent all the same. */
export type PushHeld = {
  readonly type: 'PushHeld';
  readonly data: Pushed & {
    readonly faults: readonly {
      /** By the body's name of it; null when it is about the whole. */
      readonly field: string | null;
      /** With its version. */
      readonly rule: string;
      readonly sentence: string;
    }[];
    /** Asia/Shanghai. */
    readonly heldOn: string;
  };
};

/** 仍予推送: a person has it sent though by the body's own rules it would be refused. */
export type PushSentDespiteCheck = {
  readonly type: 'PushSentDespiteCheck';
  readonly data: Pushed & {
    /** The how-manieth time that a person has it sent, from 1. */
    readonly round: number;
    readonly reason: string;
    /** Asia/Shanghai. */
    readonly decidedOn: string;
  };
};

/** 不再需要推送: before it left, a later message about the same record made it needless. It was never sent, or the body does not have it. */
export type PushOvertaken = {
  readonly type: 'PushOvertaken';
  readonly data: Pushed & {
    /** The later message. */
    readonly by: string;
    /** It had been refused, given up or held, and the later one says the record anew (更正). */
    readonly mended: boolean;
    /** Asia/Shanghai. */
    readonly overtakenOn: string;
  };
};

/** 公示期已满未送: its publicity ended before it left, so it is never published. It was never sent, or the body does not have it. */
export type PushPublicityOver = {
  readonly type: 'PushPublicityOver';
  readonly data: Pushed & {
    /** The last day of its publicity. */
    readonly publicThrough: Day;
    /** Asia/Shanghai. */
    readonly closedOn: string;
  };
};

/** 无可撤回: it speaks of a record that the body never had, so there is nothing to say. */
export type PushNothingThere = {
  readonly type: 'PushNothingThere';
  readonly data: Pushed & {
    /** Asia/Shanghai. */
    readonly closedOn: string;
  };
};

/** 对账发现丢失: the body acknowledged it and holds it, or shows what it did, no longer. A person has it sent once more. */
export type PushFoundLost = {
  readonly type: 'PushFoundLost';
  readonly data: Pushed & {
    /** The reconciliation that found it. */
    readonly reconciliationId: string;
    /** As in `PushRedriven`: the how-manieth time it is sent once more, from 1. */
    readonly round: number;
    readonly reason: string;
    /** Asia/Shanghai. */
    readonly sentAgainOn: string;
  };
};

/** 接管: the body held the record before it was told anything; it has the body's receipt and is never sent. */
export type PushAdopted = {
  readonly type: 'PushAdopted';
  readonly data: Pushed & {
    /** The key under which the body holds it. */
    readonly heldAs: string;
    readonly receiptNumber: string;
    /** UTC, as stated by the receiving body; where it says none, when it was read. */
    readonly receivedAt: string;
    /** The day on which the body shows the record to the public, Asia/Shanghai; null: it names none. */
    readonly publishedOn: Day | null;
    /** It holds something else than it would be told. */
    readonly differs: boolean;
    /** Asia/Shanghai. */
    readonly adoptedOn: Day;
  };
};

export type PushEvent =
  | PushDelivered
  | PushRefused
  | PushGivenUp
  | PushRedriven
  | PushHeld
  | PushSentDespiteCheck
  | PushOvertaken
  | PushPublicityOver
  | PushNothingThere
  | PushFoundLost
  | PushAdopted;

/** Version 1 did not read the day of publication. */
const withoutPublication = (data: StoredData): StoredData => ({ ...data, publishedOn: null });

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const pushEvents = eventsOf<PushEvent>({
  PushDelivered: { on: ({ receivedAt }) => dayOfInstant(receivedAt), versions: upcastBy(withoutPublication) },
  PushRefused: { on: 'refusedOn', versions: versionOne },
  PushGivenUp: { on: 'givenUpOn', versions: versionOne },
  PushRedriven: { on: 'redrivenOn', versions: versionOne },
  PushHeld: { on: 'heldOn', versions: versionOne },
  PushSentDespiteCheck: { on: 'decidedOn', versions: versionOne },
  PushOvertaken: { on: 'overtakenOn', versions: versionOne },
  PushPublicityOver: { on: 'closedOn', versions: versionOne },
  PushNothingThere: { on: 'closedOn', versions: versionOne },
  PushFoundLost: { on: 'sentAgainOn', versions: versionOne },
  PushAdopted: { on: 'adoptedOn', versions: versionOne },
});
