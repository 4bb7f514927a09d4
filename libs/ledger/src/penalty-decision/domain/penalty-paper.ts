import { severityOf } from '../../publicity';
import type { RuleBook, RuleSet } from '../../rule-set';
import {
  beginningOf,
  type Day,
  type IdentityDocument,
  normaliseText,
  notInFuture,
  optional,
  optionalName,
  optionalPersonalText,
  optionalPersonName,
  optionalText,
  parseDay,
  parseDocumentNumber,
  parseIdentityNumber,
  parseIdentityType,
  parsePenaltyKinds,
  parseSubjectCode,
  parseUscc,
  parseWan,
  type PenaltyKind,
  readField,
  Refusal,
  requiredName,
  requiredPersonalText,
  requiredPersonName,
  requiredText,
  storableText,
  withoutNaming,
} from '../../shared';
import { violationCodeIn } from '../../violation-type';
import { decisionIdOf } from './penalty-decision';
import { namesIn } from './personal-content';
import {
  type PenaltyDecisionRecorded,
  type Procedure,
  PROCEDURES,
  SUBJECT_CATEGORIES,
  type SubjectCategory,
} from './penalty-decision.events';

/** A penalty decision as somebody wrote it down: text, amounts in 万元, nothing checked yet. */
export interface PenaltyPaper {
  readonly subjectName: string;
  readonly subjectCategory: string;
  /** Units only. */
  readonly uscc?: string | null | undefined;
  /** 证件类型, 证件号码: natural persons only. */
  readonly identityType?: string | null | undefined;
  readonly identityNumber?: string | null | undefined;
  readonly legalRepresentative?: string | null | undefined;
  readonly documentNumber: string;
  readonly violationType: string;
  readonly facts: string;
  readonly legalBasis: string;
  /** `罚款;责令停产停业`. */
  readonly penaltyKinds: string;
  readonly penaltyContent: string;
  readonly fineWan?: string | null | undefined;
  readonly confiscatedWan?: string | null | undefined;
  readonly licence?: string | null | undefined;
  readonly decidedOn: string;
  readonly effectiveUntil?: string | null | undefined;
  readonly publicUntil?: string | null | undefined;
  readonly authorityName: string;
  readonly authorityCode: string;
  readonly sourceName?: string | null | undefined;
  readonly sourceCode?: string | null | undefined;
  readonly remark?: string | null | undefined;
  readonly procedure?: string | null | undefined;
}

/**
 * Reads the paper: normalises, checks, and judges it by the rule set in force on its date. Personal text comes out in plain;
 * the caller seals it.
 *
 * Refusals name the field and come in the order of the fields of the double-publicity record (regulations 7.2):
 * `required`, `code-unknown`, `uscc-not-for-person`, `identity-only-for-person`, those of `parseIdentityType` and
 * `parseIdentityNumber`, `natural-person-not-accepted` (a citizen number as a unit's code), the `uscc-…` codes,
 * `document-number-invalid`, `number-invalid`, `date-invalid`, `date-in-future`, `date-before-decision`,
 * `simple-procedure-not-applicable`; of every field that stays readable also `personal-data-in-plain-field`, when it holds the name or number that will be sealed, in any
 * spelling.
 *
 * @param subjectIdOf the id of a natural person: a keyed hash, given from outside.
 */
export function readPenaltyPaper(
  rules: RuleBook,
  paper: PenaltyPaper,
  today: Day,
  subjectIdOf: (document: IdentityDocument) => string,
): PenaltyDecisionRecorded['data'] {
  const subjectName = readField('subjectName', () => requiredName(paper.subjectName));
  const subjectCategory = readField('subjectCategory', () => readCategory(paper.subjectCategory));
  const ofPerson = subjectCategory === '自然人';
  const requiredProse = ofPerson ? requiredPersonalText : requiredText;
  const optionalProse = ofPerson ? optionalPersonalText : optionalText;
  const person = readPerson(paper, ofPerson, today);
  const subjectId = person
    ? readField('identityNumber', () => subjectIdOf(person))
    : readField('uscc', () => parseSubjectCode(paper.uscc ?? ''));
  const legalRepresentative = readField('legalRepresentative', () =>
    subjectCategory === '法人及非法人组织'
      ? requiredPersonName(paper.legalRepresentative) // the receiving platforms refuse a legal person without (7.2, unverified)
      : optionalPersonName(paper.legalRepresentative),
  );
  const inPlain = withoutNaming(namesIn({ subjectId, subjectName, legalRepresentative, person }));
  const documentNumber = readField('documentNumber', () => inPlain(parseDocumentNumber(paper.documentNumber)));
  const violationType = readField('violationType', () => inPlain(requiredText(paper.violationType)));
  const facts = readField('facts', () => requiredProse(paper.facts));
  const legalBasis = readField('legalBasis', () => inPlain(requiredText(paper.legalBasis)));
  const penaltyKinds = readField('penaltyKinds', () => parsePenaltyKinds(paper.penaltyKinds));
  const penaltyContent = readField('penaltyContent', () => requiredProse(paper.penaltyContent));
  const fineFen = readField('fineWan', () => readAmount(paper.fineWan, penaltyKinds.includes('罚款')));
  const confiscatedFen = readField('confiscatedWan', () => optional(paper.confiscatedWan, parseWan));
  const licence = readField('licence', () => optionalProse(paper.licence, 200));
  const decidedOn = readField('decidedOn', () => notInFuture(parseDay(paper.decidedOn), today));
  const effectiveUntil = readField('effectiveUntil', () => readEnd(paper.effectiveUntil, decidedOn));
  const publicUntil = readField('publicUntil', () => readEnd(paper.publicUntil, decidedOn));
  const authorityName = readField('authorityName', () => inPlain(requiredName(paper.authorityName)));
  const authorityCode = readField('authorityCode', () => parseUscc(paper.authorityCode));
  const sourceName =
    readField('sourceName', () => {
      const written = optionalName(paper.sourceName);
      return written === null ? null : inPlain(written);
    }) ?? authorityName;
  const sourceCode = readField('sourceCode', () => optional(paper.sourceCode, parseUscc)) ?? authorityCode;
  const remark = readField('remark', () => optionalProse(paper.remark));
  const ruleSet = rules.inForce(decidedOn);
  const procedure = readField('procedure', () => readProcedure(paper.procedure, penaltyKinds, fineFen, ruleSet));

  const violationCode = violationCodeIn(remark, violationType);
  return {
    decisionId: decisionIdOf(authorityCode, documentNumber),
    subjectId,
    subjectName,
    subjectCategory,
    legalRepresentative,
    person,
    documentNumber,
    procedure,
    violationType,
    violationCode,
    facts,
    legalBasis,
    penaltyKinds,
    penaltyContent,
    fineFen,
    confiscatedFen,
    licence,
    decidedOn,
    effectiveUntil,
    publicUntil,
    authorityName,
    authorityCode,
    sourceName,
    sourceCode,
    remark,
    severity: procedure === 'simple' ? 'MINOR' : severityOf(ruleSet, penaltyKinds, violationCode),
    ruleSetId: ruleSet.id,
  };
}

/** A unit is named by its code, a natural person by a document; never both, so that no number enters a field kept in plain. */
function readPerson(paper: PenaltyPaper, ofPerson: boolean, today: Day): IdentityDocument | null {
  if (!ofPerson) {
    if (isWritten(paper.identityNumber)) throw new Refusal('identity-only-for-person', {}, 'identityNumber');
    return null;
  }
  if (isWritten(paper.uscc)) throw new Refusal('uscc-not-for-person', {}, 'uscc');
  const identityType = readField('identityType', () => parseIdentityType(paper.identityType));
  const identityNumber = readField('identityNumber', () =>
    parseIdentityNumber(identityType, paper.identityNumber, today),
  );
  return { identityType, identityNumber };
}

const isWritten = (text: string | null | undefined): boolean => normaliseText(text ?? '') !== '';

function readCategory(text: string): SubjectCategory {
  const category = requiredText(text);
  const known = SUBJECT_CATEGORIES.find((one) => one === category);
  if (!known) throw new Refusal('code-unknown', { unknown: beginningOf(category) });
  return known;
}

/** An amount in 万元, which must be there when it is asked for. */
export function readAmount(text: string | null | undefined, required: boolean): number | null {
  return required ? parseWan(text ?? '') : optional(text, parseWan);
}

function readEnd(text: string | null | undefined, decidedOn: Day): Day | null {
  const end = optional(text, parseDay);
  if (end !== null && end < decidedOn) throw new Refusal('date-before-decision', { decidedOn });
  return end;
}

/** 行政处罚法 art. 51 (sourced): a warning, or a small fine; the amount stands in the rule set. */
function readProcedure(
  text: string | null | undefined,
  kinds: readonly PenaltyKind[],
  fineFen: number | null,
  ruleSet: RuleSet,
): Procedure {
  const procedure = storableText(text ?? '');
  if (procedure === '') return 'ordinary';
  const known = PROCEDURES.find((one) => one === procedure);
  if (!known) throw new Refusal('code-unknown', { unknown: beginningOf(procedure) });
  const { fineMaxFen } = ruleSet.simpleProcedure;
  const small = kinds.every((kind) => kind === '警告' || kind === '罚款') && (fineFen ?? 0) <= fineMaxFen.value;
  if (known === 'simple' && !small)
    throw new Refusal('simple-procedure-not-applicable', { fineMaxFen: fineMaxFen.value });
  return known;
}
