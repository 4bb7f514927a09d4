import type { RuleBook } from '../../rule-set';
import {
  beginningOf,
  type Day,
  notInFuture,
  notRecordedYet,
  optional,
  parseDay,
  parseDocumentTitle,
  parseSubjectCode,
  readField,
  Refusal,
  requiredName,
  requiredText,
} from '../../shared';
import { hazardIdOf, type MajorFireHazardRecord } from './major-fire-hazard';
import { JUDGING_METHODS, SUPERVISION_LEVELS } from './major-fire-hazard.events';
import { parseStandard } from './standard';

/** A major fire hazard as somebody wrote it down: text, nothing checked yet. */
export interface MajorFireHazardPaper {
  readonly hazardNumber: string;
  readonly subjectName: string;
  readonly uscc: string;
  readonly judgedOn: string;
  /** `GB 35181-2017`, `GB 35181-2025`. */
  readonly standard: string;
  readonly method: string;
  readonly supervisionLevel: string;
  readonly rectifyBy: string;
  readonly closedOn?: string | null | undefined;
}

/**
 * Reads the paper: normalises, checks, and names the rule set in force on the day of the judgement.
 *
 * Refusals name the field and come in the order of the columns: `required`, `text-too-long`, `document-number-invalid`,
 * `natural-person-not-accepted`, the `uscc-…` codes, `date-invalid`, `date-in-future`, `code-unknown`,
 * `standard-not-in-force`, `rectify-by-before-judged`, `closed-before-judged`.
 */
export function readMajorFireHazardPaper(
  rules: RuleBook,
  paper: MajorFireHazardPaper,
  today: Day,
): MajorFireHazardRecord {
  const hazardNumber = readField('hazardNumber', () => parseDocumentTitle(paper.hazardNumber));
  const subjectName = readField('subjectName', () => requiredName(paper.subjectName));
  const subjectId = readField('uscc', () => parseSubjectCode(paper.uscc));
  const judgedOn = readField('judgedOn', () => notInFuture(parseDay(paper.judgedOn), today));
  const standardEdition = readField('standard', () => parseStandard(paper.standard, judgedOn));
  const method = readField('method', () => oneOf(JUDGING_METHODS, paper.method));
  const level = readField('supervisionLevel', () => oneOf(SUPERVISION_LEVELS, paper.supervisionLevel));
  const rectifyBy = readField('rectifyBy', () => readDeadline(paper.rectifyBy, judgedOn));
  const closedOn = readField('closedOn', () => optional(paper.closedOn, (day) => readClosing(day, judgedOn, today)));

  const hazard = { hazardId: hazardIdOf(hazardNumber), subjectId, hazardNumber, ...notRecordedYet };
  const ruleSetId = rules.inForce(judgedOn).id;
  return {
    judged: { ...hazard, subjectName, judgedOn, standardEdition, method, rectifyBy, ruleSetId },
    supervision: { ...hazard, level, listedOn: judgedOn },
    rectified: closedOn === null ? null : { ...hazard, closedOn, documentNumber: null },
  };
}

function oneOf<Word extends string>(words: readonly Word[], text: string): Word {
  const word = requiredText(text);
  const known = words.find((one) => one === word);
  if (!known) throw new Refusal('code-unknown', { unknown: beginningOf(word) });
  return known;
}

function readDeadline(text: string, judgedOn: Day): Day {
  const rectifyBy = parseDay(text);
  if (rectifyBy < judgedOn) throw new Refusal('rectify-by-before-judged', { judgedOn });
  return rectifyBy;
}

function readClosing(text: string, judgedOn: Day, today: Day): Day {
  const closedOn = notInFuture(parseDay(text), today);
  if (closedOn < judgedOn) throw new Refusal('closed-before-judged', { judgedOn });
  return closedOn;
}
