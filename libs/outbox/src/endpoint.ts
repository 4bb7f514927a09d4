import type { Push } from './push';

/**
 * A receiving body, as the outbox sees it. What an adapter promises:
 *
 * - `acknowledged` only when the body said so itself, about this very push.
 * - `rejected` only when the body looked at the push and said no, or when what the push says is gone for good on our own side
 *   (`personal-data-erased`); sending the same again would be rejected again.
 * - `sent` when the body has taken the push and will answer later; `collect` brings that answer. Sent again, the same push meets
 *   the same reference.
 * - `failed` for everything else, an unknown outcome included: time-outs, broken connections, a body that is down. Never counted.
 * - `unreadable` when an answer came that the body meant for this push and nobody can read. Counted: so many, and the push is dead.
 * - The same push may be sent any number of times; the body stores it once and gives the same receipt.
 * - It never throws, and comes back soon after `signal` is aborted.
 */
export interface Endpoint {
  /** Stands in `Push.endpoint`; stored for good. */
  readonly name: string;
  /** How many pushes `send` takes at once: rows of a table, lines of a file. 1 unless said. No two of them are of one lane. */
  readonly batch?: number;
  /** @returns one answer for each push, in their order */
  send(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Answer[]>;
  /**
   * Answers that have come meanwhile for pushes that were `sent`. Absent where every answer comes at once.
   *
   * @param sent what is still without an answer, those asked about longest ago first: an endpoint has no memory, the outbox does
   * @returns those that have an answer now, by their push; whatever is left out is asked about again. `lost`: the body knows nothing
   *   of it (any more), so it is sent once more.
   * @throws when the body could not be asked at all; they are all asked about again
   */
  collect?(sent: readonly SentPush[], signal: AbortSignal): Promise<readonly LaterAnswer[]>;
  /**
   * What the body holds under the keys of these pushes. Asked before a push is sent again whose answer was lost, and before a
   * withdrawal of what perhaps never arrived. Asking changes nothing at the body. Absent where a body cannot be asked: then nothing
   * is ever proven to be absent.
   *
   * - `acknowledged`, `rejected`: what it answered, or would answer, to the push. `sent`: it has it and will answer later.
   * - `absent` only when the body itself said, about this very key, that it holds nothing.
   * - `failed`, `unreadable`: as when sending; the push is neither sent nor closed.
   *
   * @returns one answer for each push, in their order
   */
  askByKey?(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Holding[]>;
  /**
   * What the body would refuse about this push, by its own published rules: pure, the body is not asked. Empty: it may leave. Absent
   * where a body has no rules that could be checked here. A promise only where personal text has to be opened first.
   */
  faultsOf?(push: Push): readonly Fault[] | Promise<readonly Fault[]>;
  /** Lets go of what it keeps: connections, sessions. Said once, when nobody asks it any more. Absent where it keeps nothing. */
  close?(): Promise<void>;
}

/** What a body says it holds under a key. */
export type Holding = Acknowledged | Rejected | Sent | Absent | Unreadable | Failed;

/** Something about a push that the body would refuse. */
export interface Fault {
  /** The field at fault, by the body's name of it; undefined when it is about the whole. */
  readonly field?: string;
  /** By which rule, so that a later version of the rules can be told apart: `credit-hebei-1/required`. */
  readonly rule: string;
  /** For the officer who mends it, in Chinese. */
  readonly sentence: string;
}

export interface SentPush {
  readonly push: Push;
  /** What the body gave when it took the push. */
  readonly reference: string;
}

export interface LaterAnswer {
  readonly pushId: string;
  readonly answer: Acknowledged | Rejected | Unreadable | Lost | Processing;
}

export type Answer = Acknowledged | Rejected | Sent | Unreadable | Failed;
/** What ends a push, or lets it stand still: it is a fact, and is recorded as one. */
export type Outcome = Acknowledged | Rejected | Dead | Held | Overtaken | Over | NothingThere;

export interface Acknowledged {
  readonly outcome: 'acknowledged';
  readonly receiptNumber: string;
  /** Instant (UTC) as stated by the endpoint. */
  readonly receivedAt: string;
  /** The day (`YYYY-MM-DD`, Asia/Shanghai) on which the body shows the record to the public; absent where it does not say. */
  readonly publishedOn?: string;
}

export interface Rejected {
  readonly outcome: 'rejected';
  /** The endpoint's own code and words, e.g. `1001` 未查询到主体或查询到的主体信息不匹配. */
  readonly code: string;
  readonly message: string;
  /** The fields at fault, by the endpoint's names. */
  readonly fields: readonly string[];
}

/** Taken by the body; ask later. */
export interface Sent {
  readonly outcome: 'sent';
  readonly reference: string;
}

export interface Failed {
  readonly outcome: 'failed';
  /** In our words. */
  readonly reason: string;
  /** The body asked for so much patience (`Retry-After`), in milliseconds: nothing is sent to it before. */
  readonly retryAfterMs?: number;
  /** `no`: provably nothing reached the body (refused connection, closed by ourselves before the first byte). Unsaid: nobody knows. */
  readonly arrived?: 'no';
  /** The beginning of an answer that did not come from the body, as it came: it may repeat what was sent, in whatever encoding. */
  readonly answer?: string;
}

export interface Unreadable {
  readonly outcome: 'unreadable';
  readonly reason: string;
  /** The beginning of the answer, as it came. */
  readonly answer?: string;
}

export interface Lost {
  readonly outcome: 'lost';
  readonly reason: string;
}

/** It was sent and the body is at work on it: to be asked about again. */
export interface Processing {
  readonly outcome: 'processing';
}

/** The body said that it holds nothing under this key. */
export interface Absent {
  readonly outcome: 'absent';
}

/** Nothing more is done about it until a person says so (`redrive`). */
export interface Dead {
  readonly outcome: 'dead';
  readonly because: 'unreadable-answers' | 'rejection-not-mended';
  /** How many answers could not be read; 0 for a rejection. */
  readonly unreadable: number;
}

/** It has not left: the body would refuse it. Nothing more is done about it until a person says so, or a later message mends it. */
export interface Held {
  readonly outcome: 'held';
  readonly faults: readonly Fault[];
}

/** A later message of its lane made it needless. `mended`: it was refused, dead or held, and the later one says the record anew. */
export interface Overtaken {
  readonly outcome: 'overtaken' | 'mended';
  /** The push id of that message. */
  readonly by: string;
}

/** Its publicity ended before it left, so it is not sent. */
export interface Over {
  readonly outcome: 'overtaken';
  /** The last day of its publicity (`YYYY-MM-DD`). */
  readonly through: string;
}

/** It speaks of what the body never had, so it is not sent. */
export interface NothingThere {
  readonly outcome: 'nothing-there';
  /** What was overtaken and stands again by this: to be redriven. */
  readonly revives: readonly string[];
}
