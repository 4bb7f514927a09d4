// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

/**
 * Somebody asked for the credit status of a natural person, and why; who it was is the actor. Recorded before the answer leaves. About nobody
 * in particular, so that a question changes nothing about whom it asks; never the name or the number.
 */
export type PersonStatusAsked = {
  readonly type: 'PersonStatusAsked';
  readonly data: {
    readonly subjectId: null;
    readonly questionId: string;
    /** Whom it was about: the id of the person here, also of one that the ledger does not know. */
    readonly personId: string;
    readonly purpose: string;
    readonly askedOn: Day;
    readonly validAt: Day;
    /** UTC. */
    readonly knownAt: string;
    /** What was answered, from the log up to this position; null: there was no answer. */
    readonly status: 'listed' | 'not-listed' | 'subject-unknown' | 'cannot-answer';
    readonly position: number | null;
  };
};

export type PersonQuestionEvent = PersonStatusAsked;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const personQuestionEvents = eventsOf<PersonQuestionEvent>({
  PersonStatusAsked: { on: 'askedOn', versions: versionOne },
});
