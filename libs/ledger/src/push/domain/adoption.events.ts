// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

interface OfBody {
  readonly subjectId: null;
  /** The receiving body. */
  readonly endpoint: string;
  /** SHA-256 over the list of what is adopted. */
  readonly listHash: string;
}

/** 申请接管: a person asks that what a body holds already counts as told. About nobody. */
export type AdoptionAsked = {
  readonly type: 'AdoptionAsked';
  readonly data: OfBody & {
    /** Held as it would be told; held with other content, which becomes work when it is adopted. */
    readonly matched: number;
    readonly differing: number;
    /** Not held: told once the list is adopted. */
    readonly unmatched: number;
    /** Held, and unknown to the ledger. */
    readonly surplus: number;
    readonly reason: string;
    /** Asia/Shanghai. */
    readonly askedOn: Day;
  };
};

/** 批准接管: another person releases the list; what is not on it is told from then on. About nobody. */
export type AdoptionApproved = {
  readonly type: 'AdoptionApproved';
  readonly data: OfBody & {
    readonly reason: string;
    /** Asia/Shanghai. */
    readonly approvedOn: Day;
  };
};

/** 接管完成: all that is on the list has its receipt. About nobody. */
export type AdoptionCompleted = {
  readonly type: 'AdoptionCompleted';
  readonly data: OfBody & {
    readonly adopted: number;
    /** Asia/Shanghai. */
    readonly completedOn: Day;
  };
};

export type AdoptionEvent = AdoptionAsked | AdoptionApproved | AdoptionCompleted;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const adoptionEvents = eventsOf<AdoptionEvent>({
  AdoptionAsked: { on: 'askedOn', versions: versionOne },
  AdoptionApproved: { on: 'approvedOn', versions: versionOne },
  AdoptionCompleted: { on: 'completedOn', versions: versionOne },
});
