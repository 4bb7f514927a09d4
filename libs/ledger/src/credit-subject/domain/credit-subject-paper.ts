import { normaliseName, optionalText, parseSubjectCode, readField, requiredText } from '../../shared';
import { parseAreaCode } from './area-code';
import type { Registration } from './credit-subject';
import { parseSubjectType, SUBJECT_TYPES } from './subject-type';

/** A credit subject as somebody wrote it down: text, nothing checked yet. */
export interface CreditSubjectPaper {
  readonly name: string;
  readonly uscc: string;
  readonly subjectType: string;
  readonly legalRepresentative?: string | null | undefined;
  readonly areaCode: string;
  readonly areaName: string;
}

/**
 * Reads the paper: normalises and checks. The name of the area is kept as printed.
 *
 * Refusals name the field and come in the order of the columns: `required`, `text-too-long`,
 * `natural-person-not-accepted`, the `uscc-…` codes, `code-unknown`.
 */
export function readCreditSubjectPaper(paper: CreditSubjectPaper): Registration {
  const subjectName = readField('name', () => normaliseName(requiredText(paper.name, 200)));
  const subjectId = readField('uscc', () => parseSubjectCode(paper.uscc));
  const subjectType = readField('subjectType', () => parseSubjectType(paper.subjectType));
  const legalRepresentative = readField('legalRepresentative', () => optionalText(paper.legalRepresentative, 50));
  const areaCode = readField('areaCode', () => parseAreaCode(paper.areaCode));
  const areaName = readField('areaName', () => normaliseName(requiredText(paper.areaName, 100)));
  const subjectKind = SUBJECT_TYPES[subjectType];
  return { subjectId, subjectName, subjectType, subjectKind, legalRepresentative, areaCode, areaName };
}
