import {
  type Day,
  dayUpTo,
  isPerson,
  optional,
  type PaperWith,
  parseDay,
  parseDocumentTitle,
  parsePenaltyKinds,
  parseUscc,
  parseWan,
  readField,
  readFields,
  requiredName,
  requiredPersonalText,
  requiredText,
} from '../../shared';
import { readAmount } from './penalty-paper';

/** Personal text of a natural person's decision comes out in plain, and the caller seals it. */
const proseAbout = (subjectId: string) => (isPerson(subjectId) ? requiredPersonalText : requiredText);

const findingFields = (subjectId: string, today: Day) => ({
  documentNumber: parseDocumentTitle,
  foundOn: dayUpTo(today),
  reason: proseAbout(subjectId),
  authorityName: requiredName,
  authorityCode: parseUscc,
});
export type OutcomeFindingPaper = PaperWith<ReturnType<typeof findingFields>>;

/**
 * 确认违法, 确认无效. Refusals: those of the fields, in their order.
 *
 * @param subjectId whom the decision is about; '' when there is none.
 */
export const readOutcomeFinding = (written: OutcomeFindingPaper, today: Day, subjectId: string) =>
  readFields(written, findingFields(subjectId, today));

const changeFields = (subjectId: string, today: Day) => ({
  documentNumber: parseDocumentTitle,
  changedOn: dayUpTo(today),
  reason: proseAbout(subjectId),
  authorityName: requiredName,
  authorityCode: parseUscc,
  penaltyKinds: parsePenaltyKinds,
  penaltyContent: proseAbout(subjectId),
  confiscatedWan: (text: string | null | undefined) => optional(text, parseWan),
  effectiveUntil: (text: string | null | undefined) => optional(text, parseDay),
});
export type PenaltyChangePaper = PaperWith<ReturnType<typeof changeFields>> & {
  readonly fineWan?: string | null | undefined;
};

/**
 * 变更. It says all that is imposed from its day on, also what stays. Refusals: those of the fields, in their order; of `fineWan`
 * last, `required` when there is a fine among the kinds.
 *
 * @param subjectId whom the decision is about; '' when there is none.
 */
export function readPenaltyChange(written: PenaltyChangePaper, today: Day, subjectId: string) {
  const { confiscatedWan: confiscatedFen, ...read } = readFields(written, changeFields(subjectId, today));
  const fineFen = readField('fineWan', () => readAmount(written.fineWan, read.penaltyKinds.includes('罚款')));
  return { ...read, fineFen, confiscatedFen };
}
