import {
  isPerson,
  optionalName,
  optionalPersonName,
  optionalText,
  type PaperWith,
  readField,
  readFields,
  Refusal,
  representativeIsPublic,
  requiredText,
  withoutNaming,
} from '../../shared';
import { violationCodeIn } from '../../violation-type';
import type { PenaltyDecisionCorrected, PenaltyDecisionRecorded } from './penalty-decision.events';
import { correctedDecision, type PenaltyDecisionState } from './penalty-decision';

const fields = {
  reason: requiredText,
  subjectName: optionalName,
  legalRepresentative: optionalPersonName,
  violationType: optionalText,
  facts: optionalText,
  legalBasis: optionalText,
  licence: (text: string | null | undefined) => optionalText(text, 200),
  authorityName: optionalName,
  sourceName: optionalName,
  remark: optionalText,
};
export type PenaltyCorrectionPaper = PaperWith<typeof fields>;

/** What a correction says, in plain; null: that field stands as it is. */
export type WrittenCorrection = Omit<PenaltyDecisionCorrected['data'], 'decisionId' | 'subjectId' | 'correctedOn'>;

/**
 * 更正. Where no register publishes the name of the representative, it has to be said once more: it is sealed, and no field that stays readable
 * may hold it. Refusals: those of the fields, in their order; `natural-person-not-accepted` (nobody is told of them, and their texts are
 * sealed); `required` of the representative; `personal-data-in-plain-field`; `correction-changes-violation` (what counts is decided by a paper).
 */
export function readPenaltyCorrection(written: PenaltyCorrectionPaper, state: PenaltyDecisionState): WrittenCorrection {
  const read = readFields(written, fields);
  if (state.status === 'absent') return read;
  const standing = correctedDecision(state);
  const { subjectId, legalRepresentative } = standing;
  if (isPerson(subjectId)) throw new Refusal('natural-person-not-accepted');
  if (!representativeIsPublic(subjectId)) mustNotNameAnybody(read, legalRepresentative);
  mustBeTheSameViolation(read, standing);
  return read;
}

function mustNotNameAnybody(read: WrittenCorrection, legalRepresentative: string | null): void {
  if (legalRepresentative !== null && read.legalRepresentative === null)
    throw new Refusal('required', {}, 'legalRepresentative');
  const inPlain = withoutNaming(read.legalRepresentative === null ? [] : [read.legalRepresentative]);
  for (const field of ['violationType', 'legalBasis', 'authorityName', 'sourceName'] as const)
    readField(field, () => inPlain(read[field]));
}

/** By the violation a decision counts, and may lead to a listing. */
function mustBeTheSameViolation(
  { remark, violationType }: WrittenCorrection,
  standing: PenaltyDecisionRecorded['data'],
): void {
  if (remark === null && violationType === null) return;
  const code = violationCodeIn(remark ?? standing.remark, violationType ?? standing.violationType);
  if (code === null || code === standing.violationCode) return; // words that name none leave the one that was found
  throw new Refusal('correction-changes-violation', {}, violationType === null ? 'remark' : 'violationType');
}
