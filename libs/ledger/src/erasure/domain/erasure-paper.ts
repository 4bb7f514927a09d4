import {
  chosen,
  type Day,
  dayUpTo,
  type IdentityDocument,
  isPerson,
  isSameNumber,
  normaliseText,
  paper,
  parseDocumentTitle,
  parseIdentityNumber,
  parseIdentityType,
  parseSubjectId,
  parseUscc,
  readField,
  requiredName,
  requiredPersonName,
  type Whose,
  type Written,
} from '../../shared';
import type { ErasureGround, PersonalDataErased } from './erasure.events';

const readOrder = paper((today) => ({
  ground: chosen<ErasureGround>,
  documentNumber: parseDocumentTitle,
  erasedOn: dayUpTo(today),
  authorityName: requiredName,
  authorityCode: parseUscc,
}));

/** Whose: a natural person by document or by subject id, or a unit's representative by the unit's code and the name. */
export type ErasurePaper = Written<typeof readOrder> &
  Partial<Record<'identityType' | 'identityNumber' | 'subjectId' | 'representative', string | null | undefined>>;

/** What the decision says, except whose data it is about. */
export type ErasureOrder = ReturnType<typeof readOrder>;

/**
 * Refusals name the field: those of `parseIdentityType` and `parseIdentityNumber`, of `parseSubjectId`, `required` (the
 * representative of a unit); then those of the other fields, in their order.
 *
 * @param subjectIdOf the id of a natural person: a keyed hash, given from outside.
 */
export function readErasure(
  written: ErasurePaper,
  today: Day,
  subjectIdOf: (document: IdentityDocument) => string,
): { readonly whose: Whose; readonly order: ErasureOrder } {
  return {
    whose: readWhose(written, subjectIdOf, today),
    order: readOrder(written, today),
  };
}

function readWhose(written: ErasurePaper, subjectIdOf: (document: IdentityDocument) => string, today: Day): Whose {
  if (normaliseText(written.subjectId ?? '') === '') {
    const identityType = readField('identityType', () => parseIdentityType(written.identityType));
    const identityNumber = readField('identityNumber', () =>
      parseIdentityNumber(identityType, written.identityNumber, today),
    );
    return { kind: 'person', subjectId: subjectIdOf({ identityType, identityNumber }) };
  }
  const subjectId = readField('subjectId', () => parseSubjectId(written.subjectId ?? ''));
  if (isPerson(subjectId)) return { kind: 'person', subjectId };
  const name = readField('representative', () => requiredPersonName(written.representative));
  return { kind: 'representative', subjectId, name };
}

/** Whether an erasure was ordered by this paper. */
export const isOrderedBy = (
  { authorityCode, documentNumber }: ErasureOrder,
  erasure: PersonalDataErased['data'],
): boolean => erasure.authorityCode === authorityCode && isSameNumber(erasure.documentNumber, documentNumber);
