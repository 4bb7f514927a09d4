import {
  type Day,
  dayUpTo,
  type IdentityDocument,
  isPerson,
  normaliseText,
  parseDocumentTitle,
  parseIdentityNumber,
  parseIdentityType,
  parseSubjectId,
  parseUscc,
  readField,
  readFields,
  requiredName,
  requiredText,
  type Whose,
} from '../../shared';
import type { ErasureGround, PersonalDataErased } from './erasure.events';

/**
 * The decision to erase, as somebody wrote it down. Whose: a natural person by document or by subject id, or a unit's
 * representative by the unit's code and the name.
 */
export interface ErasurePaper {
  readonly identityType?: string | null | undefined;
  readonly identityNumber?: string | null | undefined;
  readonly subjectId?: string | null | undefined;
  readonly representative?: string | null | undefined;
  readonly ground: ErasureGround;
  readonly documentNumber: string;
  readonly erasedOn: string;
  readonly authorityName: string;
  readonly authorityCode: string;
}

/** What the decision says, apart from whose data it is about. */
export type ErasureOrder = Omit<PersonalDataErased['data'], 'keyId' | 'subjectId' | 'whose'>;

/**
 * Refusals name the field: those of `parseIdentityType` and `parseIdentityNumber`, of `parseSubjectId`, `required` (the
 * representative of a unit); then, in the order of the fields, those of `parseDocumentTitle`, `date-invalid`, `date-in-future`,
 * `required`, `text-too-long`, the `uscc-…` codes.
 *
 * @param subjectIdOf the id of a natural person: a keyed hash, given from outside.
 */
export function readErasure(
  paper: ErasurePaper,
  today: Day,
  subjectIdOf: (document: IdentityDocument) => string,
): { readonly whose: Whose; readonly order: ErasureOrder } {
  return {
    whose: readWhose(paper, subjectIdOf),
    order: readFields(paper, {
      ground: (ground) => ground,
      documentNumber: parseDocumentTitle,
      erasedOn: dayUpTo(today),
      authorityName: requiredName,
      authorityCode: parseUscc,
    }),
  };
}

function readWhose(paper: ErasurePaper, subjectIdOf: (document: IdentityDocument) => string): Whose {
  if (normaliseText(paper.subjectId ?? '') === '') {
    const identityType = readField('identityType', () => parseIdentityType(paper.identityType));
    const identityNumber = readField('identityNumber', () => parseIdentityNumber(identityType, paper.identityNumber));
    return { kind: 'person', subjectId: subjectIdOf({ identityType, identityNumber }) };
  }
  const subjectId = readField('subjectId', () => parseSubjectId(paper.subjectId ?? ''));
  if (isPerson(subjectId)) return { kind: 'person', subjectId };
  const name = readField('representative', () => requiredText(paper.representative, 50));
  return { kind: 'representative', subjectId, name };
}

/** Whether an erasure was ordered by this very paper. */
export const isOrderedBy = (
  { authorityCode, documentNumber }: ErasureOrder,
  erasure: PersonalDataErased['data'],
): boolean => erasure.authorityCode === authorityCode && erasure.documentNumber === documentNumber;
