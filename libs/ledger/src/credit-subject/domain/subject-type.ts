import { beginningOf, normaliseName, Refusal, requiredText } from '../../shared';
import { SUBJECT_TYPES, type SubjectType } from './credit-subject.events';

const PRACTITIONERS: readonly string[] = ['注册消防工程师', '消防设施操作员'];

/** Refusals in this order: `required`, `natural-person-not-accepted`, `code-unknown` {unknown}. */
export function parseSubjectType(text: string): SubjectType {
  const type = normaliseName(requiredText(text));
  if (PRACTITIONERS.includes(type)) throw new Refusal('natural-person-not-accepted');
  if (!isSubjectType(type)) throw new Refusal('code-unknown', { unknown: beginningOf(type) });
  return type;
}

function isSubjectType(type: string): type is SubjectType {
  return Object.hasOwn(SUBJECT_TYPES, type);
}
