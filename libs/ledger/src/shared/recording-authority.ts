import type { StoredData } from './event-versions';
import type { Stated } from './stated';

/** 记录单位: the unit in whose name a paper was recorded, where the paper itself prints no code of its authority. */
export interface RecordingAuthority {
  readonly name: string;
  /** Unified social credit code. */
  readonly code: string;
}

/** What a decision says of it: whoever records the event fills it in (`Desk`). */
export const notRecordedYet = { recordingAuthority: null } as const;

/** The field, for the tables of events: no sender gives it, and it is no content of a paper. */
export const filledIn = ['recordingAuthority'] as const;

/** An older version said nothing of it. Who needs one takes the assumed one: `telling.assumedAuthority` of the rule set. */
export const withoutRecordingAuthority = (data: StoredData): StoredData => ({ ...data, recordingAuthority: null });

/** The unit that recorded a paper; of what was recorded before that was written down, the assumed one. */
export const authorityOf = (
  recorded: RecordingAuthority | null,
  assumed: { readonly name: Stated<string>; readonly code: Stated<string> },
): RecordingAuthority => recorded ?? { name: assumed.name.value, code: assumed.code.value };
