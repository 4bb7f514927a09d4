import {
  type Day,
  dayUpTo,
  paper,
  parseDocumentTitle,
  parseSubjectCode,
  requiredName,
  type Written,
} from '../../shared';
import type { Renaming } from './credit-subject';

/** `uscc`: whose name it is. */
const read = paper((today) => ({
  uscc: parseSubjectCode,
  newName: requiredName,
  documentNumber: parseDocumentTitle,
  renamedOn: dayUpTo(today),
}));
export type RenamingPaper = Written<typeof read>;

/** 名称变更. Refusals: those of the fields, in their order. */
export function readRenaming(written: RenamingPaper, today: Day): Renaming {
  const { uscc: subjectId, newName: subjectName, ...renaming } = read(written, today);
  return { subjectId, subjectName, ...renaming };
}
