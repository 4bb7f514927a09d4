import { type IdentityDocument, normaliseText, type PersonalContent } from '../shared';

/** A paper in which the text of every field is the name of that field. */
export type Names<Paper> = { readonly [Field in keyof Paper]-?: Field };

/**
 * The fields of a paper that hold personal text. What is personal is said once, by the capability: a paper of nothing but the
 * names of its fields is put through it, and what it says as personal is noted down. Cells of these fields never enter the id of
 * a command: a hash without a key would reveal a name or number to anybody who tries them out.
 */
export function personalIn<Recorded>({ whose, said }: PersonalContent<Recorded>, names: Recorded): ReadonlySet<string> {
  const fields = new Set<string>();
  if (whose(names) === null) return fields;
  said(names, (_, field) => {
    fields.add(field);
    return field;
  });
  return fields;
}

/** Whom a row is about, before anybody has read the paper: a natural person by the word in the column of kinds, else a unit. */
export function subjectNamed(
  kind: string,
  uscc: string,
): { readonly subjectId: string; readonly person: IdentityDocument | null } {
  if (normaliseText(kind) !== '自然人') return { subjectId: normaliseText(uscc), person: null };
  return { subjectId: somebody, person: { identityType: '身份证', identityNumber: 'identityNumber' } };
}

/** Has the form of a person's id, but belongs to nobody. */
const somebody = `person-${'0'.repeat(32)}`;
