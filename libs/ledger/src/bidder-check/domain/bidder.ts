import {
  mayBePersonalNumber,
  normaliseName,
  normaliseText,
  parseUscc,
  Refusal,
  type RefusalCode,
  refuseShownError,
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

/** As much of a code or name as is kept, in characters; whoever writes more wrote something else. */
export const bidderLimits = { uscc: 64, name: 400 } as const;

/** A bidder as it was read: what of it is kept. */
export interface ReadBidder {
  readonly uscc: string;
  readonly nameGiven: string | null;
  /** Why there is nobody to ask about; null when there is. */
  readonly error: string | null;
}

/**
 * Reads one row. It refuses nothing: what is wrong stands in `error`. Question and answer stay in the log for good; a number
 * in the wrong column does not, nor the name that goes with it, nor more than the limits.
 */
export function readBidder(bidder: Bidder): ReadBidder {
  const { fault } = bidder;
  const uscc = beginningOf(bidder.uscc, bidderLimits.uscc);
  const given = normaliseName(beginningOf(bidder.name ?? '', bidderLimits.name)) || null;
  const nameGiven = given !== null && mayBePersonalNumber(given) ? '［未保存］' : kept(given, bidderLimits.name);
  try {
    if (fault !== undefined) return { ...asWritten(uscc, nameGiven), error: fault };
    for (const [text, max] of [
      [uscc, bidderLimits.uscc],
      [given ?? '', bidderLimits.name],
    ] as const) {
      if (text.length > max) throw new Refusal('text-too-long', { max });
      if (kept(text, max) !== text) throw new Refusal('record-not-storable');
      refuseShownError(text);
    }
    return { uscc: parseUscc(uscc), nameGiven, error: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...asWritten(uscc, nameGiven), error: error.code };
  }
}

/** As much as need be looked at to know that it is too long, and whether a number begins in what is kept. */
const beginningOf = (text: string, max: number): string => text.slice(0, 2 * max);

function asWritten(uscc: string, nameGiven: string | null): Pick<ReadBidder, 'uscc' | 'nameGiven'> {
  const written = normaliseText(uscc);
  if (!mayBePersonalNumber(written)) return { uscc: kept(written, bidderLimits.uscc), nameGiven };
  return { uscc: '［疑为证件号码，未保存］', nameGiven: nameGiven === null ? null : '［未保存］' };
}

/** Characters that no store holds, and the sign for what could not be decoded. */
const UNSTORABLE = /[\p{Cs}\uFFFD]|[^\P{Cc}\t\n\r]/gu;

/** As much of a text as is kept: what cannot be stored shows as □; a character that stands as two halves is not cut through. */
function kept<Text extends string | null>(text: Text, max: number): Text {
  if (text === null) return text;
  const whole =
    text.length > max
      ? Array.from(text.slice(0, max + 1))
          .slice(0, -1)
          .join('')
      : text;
  return whole.replace(UNSTORABLE, '□') as Text;
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
