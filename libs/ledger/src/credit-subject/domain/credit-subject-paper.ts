import {
  type Day,
  type IdentityDocument,
  normaliseText,
  optionalPersonName,
  parseIdentityNumber,
  parseIdentityType,
  parseSubjectCode,
  readField,
  Refusal,
  requiredName,
  storableText,
  withoutNaming,
} from '../../shared';
import { parseAreaCode } from './area-code';
import type { Registration } from './credit-subject';
import { SUBJECT_TYPES } from './credit-subject.events';
import { namesIn } from './personal-content';
import { parseSubjectType } from './subject-type';

/** A credit subject as somebody wrote it down: text, nothing checked yet. */
export interface CreditSubjectPaper {
  readonly name: string;
  /** Units only. */
  readonly uscc?: string | null | undefined;
  /** 证件类型, 证件号码: natural persons only. */
  readonly identityType?: string | null | undefined;
  readonly identityNumber?: string | null | undefined;
  readonly subjectType: string;
  readonly legalRepresentative?: string | null | undefined;
  readonly areaCode: string;
  readonly areaName: string;
}

/**
 * Reads the paper: normalises and checks. The name of the area is kept as printed. Personal text comes out in plain; the
 * caller seals it.
 *
 * Refusals name the field: `required`, `text-too-long`; `natural-person-not-accepted` (practitioners; a citizen number as a
 * unit's code), `code-unknown`; `uscc-not-for-person`, `identity-only-for-person`, those of `parseIdentityType` and
 * `parseIdentityNumber`, the `uscc-…` codes; `personal-data-in-plain-field` (the name of the area holds the name or number that
 * will be sealed, in any spelling).
 *
 * @param subjectIdOf the id of a natural person: a keyed hash, given from outside.
 */
export function readCreditSubjectPaper(
  paper: CreditSubjectPaper,
  subjectIdOf: (document: IdentityDocument) => string,
  today: Day,
): Registration {
  const subjectName = readField('name', () => requiredName(paper.name));
  const ofPerson = readField('subjectType', () => storableText(paper.subjectType)) === '自然人';
  const person = ofPerson ? readPerson(paper, today) : null;
  const subjectId = person
    ? readField('identityNumber', () => subjectIdOf(person))
    : readField('uscc', () => parseSubjectCode(paper.uscc ?? ''));
  const subjectType = readField('subjectType', () => parseSubjectType(paper.subjectType));
  if (!person && normaliseText(paper.identityNumber ?? '') !== '') {
    throw new Refusal('identity-only-for-person', {}, 'identityNumber');
  }
  const legalRepresentative = readField('legalRepresentative', () => optionalPersonName(paper.legalRepresentative));
  const areaCode = readField('areaCode', () => parseAreaCode(paper.areaCode));
  const inPlain = withoutNaming(namesIn({ subjectId, subjectName, legalRepresentative, person }));
  const areaName = readField('areaName', () => inPlain(requiredName(paper.areaName, 100)));
  const subjectKind = SUBJECT_TYPES[subjectType];
  return { subjectId, subjectName, subjectType, subjectKind, legalRepresentative, person, areaCode, areaName };
}

function readPerson(paper: CreditSubjectPaper, today: Day): IdentityDocument {
  if (normaliseText(paper.uscc ?? '') !== '') throw new Refusal('uscc-not-for-person', {}, 'uscc');
  const identityType = readField('identityType', () => parseIdentityType(paper.identityType));
  const identityNumber = readField('identityNumber', () =>
    parseIdentityNumber(identityType, paper.identityNumber, today),
  );
  return { identityType, identityNumber };
}
