import { mayBePersonalNumber, normaliseName, normaliseText, parseUscc, Refusal } from '../../shared';
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

/** Characters of a code and of a name; what is longer is neither, and only its beginning is kept. Our figures. */
const codeMax = 64;
const nameMax = 400;

/**
 * Reads one row. It refuses nothing: what is wrong stands in `error`. Question and answer stay in the log for good; a number
 * in the wrong column does not, nor the name that goes with it.
 */
export function readBidder({ uscc, name = '' }: Bidder): ReadBidder {
  if (uscc.length <= codeMax && name.length <= nameMax) return readRow(uscc, name);
  const { uscc: code, nameGiven } = readRow(beginningOf(uscc, codeMax), beginningOf(name, nameMax));
  return { uscc: code, nameGiven, error: 'text-too-long' };
}

/** Ends before half a number: that would be no number to look for, and half of one to read. One that is whole is left to be found. */
function beginningOf(text: string, max: number): string {
  if (text.length <= max) return text;
  const looked = text.slice(0, max + 40);
  return mayBePersonalNumber(normaliseText(looked)) ? looked : `${text.slice(0, max).replace(/[\dXx\s-]+$/, '')}…`;
}

function readRow(uscc: string, name: string): ReadBidder {
  const given = normaliseName(name) || null;
  const nameGiven = given !== null && mayBePersonalNumber(given) ? '［未保存］' : given;
  try {
    return { uscc: parseUscc(uscc), nameGiven, error: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...kept(normaliseText(uscc), nameGiven), error: error.code };
  }
}

function kept(written: string, nameGiven: string | null): Pick<ReadBidder, 'uscc' | 'nameGiven'> {
  if (!mayBePersonalNumber(written)) return { uscc: written, nameGiven };
  return { uscc: '［疑为证件号码，未保存］', nameGiven: nameGiven === null ? null : '［未保存］' };
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
