import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { isPerson, normaliseText, parseSubjectId, Refusal } from '../shared';

export const SHOWS = 'ledger:shows';

/** A subject that an answer shows, as it goes on record. */
export interface ShownSubject {
  /** A unit's code, or the id the ledger gave a person; null: no subject, and the reading is on record all the same. */
  readonly subjectId: string | null;
  /** Which listing, repair, check or sealed entry. */
  readonly itemId?: string | undefined;
  /** Why it was asked; only text that was read as one without numbers of persons. */
  readonly purpose?: string | undefined;
  /** The credit status that was answered. */
  readonly status?: string | undefined;
}

/** What stood in the address: its parameters and its query, as sent. */
export type Asked = Readonly<Record<string, unknown>>;
/** What an answer shows. Nothing: it is recorded that the question was asked. */
export type ShownIn<Answer = never> = (answer: Answer, asked: Asked) => readonly ShownSubject[];

/**
 * Says which subjects an answer shows: who read it goes on record (`access-record`). Every route that is asked with GET says this, or
 * `ShowsNobody`; the api answers none that says neither.
 */
export const Shows = <Answer>(shownIn: ShownIn<Answer>) =>
  applyDecorators(SetMetadata(SHOWS, shownIn), ApiExtension('x-reading-recorded', 'yes'));

/** An answer with no subject in it; `because`: in one sentence, as it stands in docs/access.md. */
export const ShowsNobody = (because: string) =>
  applyDecorators(SetMetadata(SHOWS, null), ApiExtension('x-reading-recorded', because));

/** The subjects of a list, each once, and the one that was asked for, found or not. */
export function shownOf(codes: Iterable<string | null>, asked?: unknown): ShownSubject[] {
  const subjects = new Set<string>();
  for (const code of [...(typeof asked === 'string' ? [asked] : []), ...codes]) {
    const subjectId = code === null ? undefined : subjectIn(code);
    if (subjectId !== undefined) subjects.add(subjectId);
  }
  return [...subjects].map((subjectId) => ({ subjectId }));
}

/** The subject that a text names; undefined: none. What is no code never goes on record: it may be the number of a person. */
export function subjectIn(text: string): string | undefined {
  const written = normaliseText(text).toLowerCase();
  if (isPerson(written)) return written;
  try {
    return parseSubjectId(text);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
