// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

/** A key was given to somebody, by the actor. What is told is enough to make its row again; the key itself is nowhere. */
export type ApiKeyIssued = {
  readonly type: 'ApiKeyIssued';
  readonly data: {
    readonly subjectId: null;
    /** The first eight bytes of the hash, in hexadecimal: the stream has its name, and every event the key causes bears it. */
    readonly fingerprint: string;
    /** SHA-256 of the key, in hexadecimal. */
    readonly keyHash: string;
    readonly role: string;
    /** A working name of a person or system; never a personal number. */
    readonly holder: string;
    readonly unitName: string;
    readonly unitCode: string;
    /** Units whose papers it may record beside those of its own; `*`: of every unit. */
    readonly recordsFor: readonly string[];
    readonly issuedOn: Day;
    /** The last day on which it lets anybody in; null: it does not end by itself. */
    readonly expiresOn: Day | null;
    /** It was found in use: given out before keys had a history, or behind the back of the log. */
    readonly foundInUse: boolean;
  };
};

/** A key lets nobody in any more, by order of the actor. */
export type ApiKeyRevoked = {
  readonly type: 'ApiKeyRevoked';
  readonly data: {
    readonly subjectId: null;
    readonly fingerprint: string;
    readonly keyHash: string;
    readonly reason: string;
    readonly revokedOn: Day;
  };
};

export type ApiKeyEvent = ApiKeyIssued | ApiKeyRevoked;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const apiKeyEvents = eventsOf<ApiKeyEvent>({
  ApiKeyIssued: { on: 'issuedOn', versions: versionOne },
  ApiKeyRevoked: { on: 'revokedOn', versions: versionOne },
});
