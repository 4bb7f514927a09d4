import type { RuleBook } from '../../rule-set';
import {
  beginningOf,
  type Day,
  notInFuture,
  notRecordedYet,
  optional,
  optionalText,
  parseDay,
  parseDocumentTitle,
  parseSubjectCode,
  readField,
  Refusal,
  requiredName,
  requiredText,
} from '../../shared';
import { commitmentIdOf, type CommitmentRecord, type Verification } from './commitment';
import { type CommitmentMade, VERIFICATION_RESULTS, type VerificationResult } from './commitment.events';

/** A commitment with its verification, as somebody wrote it down: text, nothing checked yet. */
export interface CommitmentPaper {
  readonly commitmentNumber: string;
  readonly subjectName: string;
  readonly uscc: string;
  readonly matter: string;
  readonly madeOn: string;
  readonly verificationDueOn: string;
  readonly verifiedOn?: string | null | undefined;
  /** `符合`, `失实`, `未核查`. */
  readonly result: string;
  readonly falseDetail?: string | null | undefined;
  /** `是`, `否`. */
  readonly serious: string;
}

/**
 * Reads the paper: normalises, checks, and judges a finding by the rule set in force on its day.
 *
 * Refusals name the field and come in the order of the columns: `required`, `text-too-long`, `document-number-invalid`,
 * `natural-person-not-accepted`, the `uscc-…` codes, `date-invalid`, `date-in-future`, `verification-due-before-made`,
 * `verified-before-made`, `code-unknown`. After the columns, what the result asks of them: `required` (the day of a
 * verification, what was untrue) and `contradicts-result` (a day without a verification, a detail or 情节严重 without a finding).
 */
export function readCommitmentPaper(rules: RuleBook, paper: CommitmentPaper, today: Day): CommitmentRecord {
  const commitmentNumber = readField('commitmentNumber', () => parseDocumentTitle(paper.commitmentNumber));
  const subjectName = readField('subjectName', () => requiredName(paper.subjectName));
  const subjectId = readField('uscc', () => parseSubjectCode(paper.uscc));
  const matter = readField('matter', () => requiredText(paper.matter));
  const madeOn = readField('madeOn', () => notInFuture(parseDay(paper.madeOn), today));
  const verificationDueOn = readField('verificationDueOn', () => readDue(paper.verificationDueOn, madeOn));
  const verifiedOn = readField('verifiedOn', () =>
    optional(paper.verifiedOn, (day) => readVerified(day, madeOn, today)),
  );
  const result = readField('result', () => readResult(paper.result));
  const detail = readField('falseDetail', () => optionalText(paper.falseDetail));
  const serious = readField('serious', () => readYesNo(paper.serious));

  const commitmentId = commitmentIdOf(commitmentNumber);
  const made = {
    commitmentId,
    subjectId,
    subjectName,
    commitmentNumber,
    matter,
    madeOn,
    verificationDueOn,
    ...notRecordedYet,
  };
  return { made, verification: readVerification(rules, made, { verifiedOn, result, detail, serious }) };
}

interface ResultColumns {
  readonly verifiedOn: Day | null;
  readonly result: VerificationResult;
  readonly detail: string | null;
  readonly serious: boolean;
}

function readVerification(rules: RuleBook, made: CommitmentMade['data'], columns: ResultColumns): Verification | null {
  const { verifiedOn, result, detail, serious } = columns;
  if (result === '未核查' && verifiedOn !== null) throw new Refusal('contradicts-result', { result }, 'verifiedOn');
  if (result !== '失实' && detail !== null) throw new Refusal('contradicts-result', { result }, 'falseDetail');
  if (result !== '失实' && serious) throw new Refusal('contradicts-result', { result }, 'serious');
  if (result === '未核查') return null;
  if (verifiedOn === null) throw new Refusal('required', {}, 'verifiedOn');
  const { commitmentId, subjectId, commitmentNumber } = made;
  if (result === '符合') {
    return {
      type: 'CommitmentVerified',
      data: { commitmentId, subjectId, commitmentNumber, verifiedOn, ...notRecordedYet },
    };
  }
  if (detail === null) throw new Refusal('required', {}, 'falseDetail');
  const { id: ruleSetId, severity } = rules.inForce(verifiedOn);
  return {
    type: 'FalseCommitmentFound',
    data: {
      commitmentId,
      subjectId,
      commitmentNumber,
      foundOn: verifiedOn,
      detail,
      serious,
      severity: (serious ? severity.seriousFalseCommitment : severity.falseCommitment).value,
      ruleSetId,
      ...notRecordedYet,
    },
  };
}

function readDue(text: string, madeOn: Day): Day {
  const due = parseDay(text);
  if (due < madeOn) throw new Refusal('verification-due-before-made', { madeOn });
  return due;
}

function readVerified(text: string, madeOn: Day, today: Day): Day {
  const verifiedOn = notInFuture(parseDay(text), today);
  if (verifiedOn < madeOn) throw new Refusal('verified-before-made', { madeOn });
  return verifiedOn;
}

function readResult(text: string): VerificationResult {
  const result = requiredText(text);
  const known = VERIFICATION_RESULTS.find((one) => one === result);
  if (!known) throw new Refusal('code-unknown', { unknown: beginningOf(result) });
  return known;
}

function readYesNo(text: string): boolean {
  const answer = requiredText(text);
  if (answer !== '是' && answer !== '否') throw new Refusal('code-unknown', { unknown: beginningOf(answer) });
  return answer === '是';
}
