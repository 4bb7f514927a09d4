/** The fields in which personal text stands; each seals its text in its own way, so the words are stored for good. */
export type PersonalField = 'name' | 'identity-number' | 'representative' | 'text';

/** What is written in place of a personal text. */
export type SayPersonal = (field: PersonalField, text: string) => string;

/**
 * The person whose text a paper holds: the natural person it is about, or the representative of the unit it is about. A
 * representative is known by name only, so the same name at two units is two people.
 */
export type Whose =
  | { readonly kind: 'person'; readonly subjectId: string }
  | { readonly kind: 'representative'; readonly subjectId: string; readonly name: string };

/**
 * What a kind of paper holds of people. `Fields`: the fields of the paper that it looks at. Pure; `null`: nothing personal that is not public.
 */
export interface PersonalContent<Fields> {
  readonly whose: (paper: Fields) => Whose | null;
  /** The paper with each of its personal texts put through `say`, each once; the rest as it was. */
  readonly said: <Paper extends Fields>(paper: Paper, say: SayPersonal) => Paper;
}
