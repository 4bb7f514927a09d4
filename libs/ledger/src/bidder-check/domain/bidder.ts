import {
  legible,
  mayBePersonalNumber,
  normaliseName,
  normaliseText,
  parseUscc,
  Refusal,
  type RefusalCode,
  refuseShownError,
  storableText,
  undamaged,
} from '../../shared';
import type { BidderRow, NameMatch } from './bidder-check.events';
import { contributionEventIds, digestOfAnswer, listingIds, type ProvenAnswer } from './answer.digest';

/** A bidder as the asker wrote it. */
export interface Bidder {
  readonly uscc: string;
  readonly name?: string;
  /** Why the row of a file cannot be taken for what it seems to say. */
  readonly fault?: RefusalCode;
}

/** As much of a code or name as is kept, in characters, by whatever channel it comes; whoever writes more wrote something else. Our default. */
export const bidderLimits = { uscc: 64, name: 400 } as const;

/** A bidder as it was read: what of it is kept. */
export interface ReadBidder {
  readonly uscc: string;
  readonly nameGiven: string | null;
  /** Why there is nobody to ask about; null when there is. */
  readonly error: string | null;
}

/**
 * Reads one row. It refuses nothing: what is wrong with the row, the code, and then the name, stands in `error`: `fault`, `text-too-long`,
 * those of `refuseShownError`, of `storableText` and `undamaged`, and of `parseUscc`. Question and answer stay in the log for good; a
 * person's number or name in the column of codes does not, nor the name that goes with it, nor more than the limits.
 */
export function readBidder({ uscc: code, name: called = '', fault }: Bidder): ReadBidder {
  const uscc = beginningOf(code, bidderLimits.uscc);
  const name = beginningOf(called, bidderLimits.name);
  const given = normaliseName(name) || null;
  const nameGiven =
    given === null ? null : mayBePersonalNumber(given) ? '［未保存］' : legible(given, bidderLimits.name);
  try {
    if (fault !== undefined) return { ...kept(normaliseText(uscc), nameGiven), error: fault };
    noLonger(uscc, bidderLimits.uscc);
    noLonger(given ?? '', bidderLimits.name);
    refuseShownError(uscc);
    refuseShownError(name);
    const read = parseUscc(uscc);
    undamaged(storableText(name));
    return { uscc: read, nameGiven, error: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...kept(normaliseText(uscc), nameGiven), error: error.code };
  }
}

/** As much as need be looked at to know that it is too long, and whether a number begins in what is kept. */
const beginningOf = (text: string, max: number): string => text.slice(0, 2 * max);

function noLonger(text: string, max: number): void {
  if (text.length > max) throw new Refusal('text-too-long', { max });
}

/** A code that was damaged: no number of a person begins with 9, and a spreadsheet's `9.2131E+17` names nobody. */
const DAMAGED = /^(?:9\d{17}|\d(?:\.\d+)?E\+?\d+)$/i;
/** Letters and digits about as many as a code has, or too few to name anybody; or the sign of a formula that failed. */
const ATTEMPT = /^(?:[0-9A-Z]{15,20}|[0-9A-Z]{0,4}|#[A-Z0/!?]{2,8})$/i;

/** Of what is no code, only what somebody may have meant as one is kept: names and numbers of people are not. */
function kept(written: string, nameGiven: string | null): Pick<ReadBidder, 'uscc' | 'nameGiven'> {
  const code = written.replace(/[\s="'“”‘’＂＇]+/g, '');
  if (DAMAGED.test(code) || (ATTEMPT.test(code) && !mayBePersonalNumber(code)))
    return { uscc: legible(written, bidderLimits.uscc), nameGiven };
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
