import {
  legible,
  mayBePersonalNumber,
  normaliseName,
  normaliseText,
  parseUscc,
  Refusal,
  storableText,
  undamaged,
} from '../../shared';
import type { BidderRow, NameMatch } from './bidder-check.events';
import { contributionEventIds, digestOfAnswer, listingIds, type ProvenAnswer } from './answer.digest';

/** A bidder as the asker wrote it. */
export interface Bidder {
  readonly uscc: string;
  readonly name?: string;
}

/** A bidder as it was read: what of it is kept. */
export interface ReadBidder {
  readonly uscc: string;
  readonly nameGiven: string | null;
  /** Why there is nobody to ask about; null when there is. */
  readonly error: string | null;
}

/** The longest code and the longest name that are read, by whatever channel they come. Our default. */
export const codeMax = 64;
export const nameMax = 400;

/**
 * Reads one row. It refuses nothing: what is wrong with the code, and then with the name, stands in `error`: the codes of
 * `parseUscc`, `text-too-long`, that of `storableText` and `undamaged`. Question and answer stay in the log for good; a person's
 * number or name in the column of codes does not, nor the name that goes with it.
 */
export function readBidder({ uscc, name }: Bidder): ReadBidder {
  const given = normaliseName(name ?? '') || null;
  const nameGiven = given === null ? null : mayBePersonalNumber(given) ? '［未保存］' : legible(given, nameMax);
  try {
    const read = parseUscc(noLonger(uscc, codeMax));
    noLonger(given ?? '', nameMax);
    undamaged(storableText(name ?? ''));
    return { uscc: read, nameGiven, error: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...kept(normaliseText(uscc), nameGiven), error: error.code };
  }
}

function noLonger(text: string, max: number): string {
  if (text.length > max) throw new Refusal('text-too-long', { max });
  return text;
}

/** A code that was damaged: no number of a person begins with 9, and a spreadsheet's `9.2131E+17` names nobody. */
const DAMAGED = /^(?:9\d{17}|\d(?:\.\d+)?E\+?\d+)$/i;
/** Letters and digits about as many as a code has, or too few to name anybody. */
const ATTEMPT = /^(?:[0-9A-Z]{15,20}|[0-9A-Z]{0,4})$/i;

/** Of what is no code, only what somebody may have meant as one is kept: names and numbers of people are not. */
function kept(written: string, nameGiven: string | null): Pick<ReadBidder, 'uscc' | 'nameGiven'> {
  const code = written.replace(/[\s="'“”‘’＂＇]+/g, '');
  if (DAMAGED.test(code) || (ATTEMPT.test(code) && !mayBePersonalNumber(code)))
    return { uscc: legible(written, codeMax), nameGiven };
  const uscc = mayBePersonalNumber(written) ? '［疑为证件号码，未保存］' : '［不是信用代码，未保存］';
  return { uscc, nameGiven: nameGiven === null ? null : '［未保存］' };
}

/** How the name given goes with the names of the unit that was found; `not-checked` where none is known. */
export function nameMatchOf(
  nameGiven: string | null,
  { name, formerNames }: Pick<ProvenAnswer, 'name' | 'formerNames'>,
): NameMatch {
  if (nameGiven === null) return 'not-given';
  if (name === null) return 'not-checked';
  if (normaliseName(name) === nameGiven) return 'current';
  return formerNames.some((former) => normaliseName(former) === nameGiven) ? 'former' : 'mismatch';
}

/** What is kept of a row. */
export function bidderRow(
  row: number,
  { uscc, nameGiven }: ReadBidder,
  nameMatch: NameMatch,
  error: string | null,
  answer: ProvenAnswer & Pick<BidderRow, 'status'>,
): BidderRow {
  const { status, reason, name, score, grade, ruleSetId, statement } = answer;
  return {
    row,
    uscc,
    nameGiven,
    nameMatch,
    error,
    status,
    reason,
    name,
    score,
    grade,
    ruleSetId,
    contributionEventIds: contributionEventIds(answer),
    listingIds: listingIds(answer),
    statement,
    digest: digestOfAnswer(answer),
    saidInFull: null,
  };
}
