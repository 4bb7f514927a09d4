// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

/** The log is signed with this key from now on. About nobody. */
export type SealKeyIntroduced = {
  readonly type: 'SealKeyIntroduced';
  readonly data: {
    readonly subjectId: null;
    /** The name of the log in its checkpoints. */
    readonly origin: string;
    /** The public key, C2SP signed-note: `name+id+base64`. */
    readonly vkey: string;
    /** A signed note about that key, signed by it and by the one before: `libs/sealing/src/note/key-introduction.ts`. */
    readonly note: string;
    readonly introducedOn: Day;
  };
};

export type SealKeyEvent = SealKeyIntroduced;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const sealKeyEvents = eventsOf<SealKeyEvent>({
  SealKeyIntroduced: { on: 'introducedOn', versions: versionOne },
});
