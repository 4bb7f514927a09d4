import { type Day, dayUpTo, parseDocumentTitle, parseSubjectCode, readFields, requiredName } from '../../shared';
import type { Renaming } from './credit-subject';

/** 名称变更, as somebody wrote it down. */
export interface RenamingPaper {
  /** Whose name it is. */
  readonly uscc: string;
  readonly newName: string;
  readonly documentNumber: string;
  readonly renamedOn: string;
}

/**
 * Refusals name the field, in the order of the fields: `natural-person-not-accepted`, the `uscc-…` codes, `required`,
 * `text-too-long`, those of `parseDocumentTitle`, `date-invalid`, `date-in-future`.
 */
export function readRenaming(paper: RenamingPaper, today: Day): Renaming {
  const { uscc, newName, ...read } = readFields(paper, {
    uscc: parseSubjectCode,
    newName: requiredName,
    documentNumber: parseDocumentTitle,
    renamedOn: dayUpTo(today),
  });
  return { subjectId: uscc, subjectName: newName, ...read };
}
