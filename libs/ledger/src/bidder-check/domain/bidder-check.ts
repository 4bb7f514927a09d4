import { Refusal } from '../../shared';
import type { ReadBidder } from './bidder';
import {
  type BidderCheckAnswered,
  type BidderCheckEvent,
  bidderCheckEvents,
  type BidderRow,
} from './bidder-check.events';

export const streamOf = (checkId: string): string => `${bidderCheck.category}-${checkId}`;

/** A check as it was answered, whole. */
export interface BidderCheck {
  readonly checkId: string;
  readonly askedAt: string;
  readonly askedOn: string;
  readonly position: number;
  readonly rows: readonly BidderRow[];
}

export type BidderCheckState =
  { readonly status: 'absent' } | { readonly status: 'answered'; readonly check: BidderCheck };

const initial: BidderCheckState = { status: 'absent' };

export const bidderCheck = {
  category: 'bidderCheck',
  initial: initial as BidderCheckState,
  evolve: (state: BidderCheckState, { data }: BidderCheckEvent): BidderCheckState => {
    const { checkId, askedAt, askedOn, position } = data;
    const rows = state.status === 'absent' ? data.rows : [...state.check.rows, ...data.rows];
    return { status: 'answered', check: { checkId, askedAt, askedOn, position, rows } };
  },
  ...bidderCheckEvents,
};

/** Rows in one event, and bytes of them: what a log takes in one event is more, and so the rest of the data has room. Our choice. */
export const rowsPerEvent = 300;
export const rowBytesPerEvent = 250_000;

/** A check is answered once, whole: in as many events as its rows need, recorded together. Refusal: `bidder-check-exists`. */
export const answer =
  ({ rows, ...asked }: BidderCheck) =>
  (state: BidderCheckState): BidderCheckAnswered[] => {
    if (state.status === 'answered') throw new Refusal('bidder-check-exists', { checkId: asked.checkId });
    return inParts(rows).map((part) => ({
      type: 'BidderCheckAnswered',
      data: { subjectId: null, ...asked, rowsAsked: rows.length, rows: part },
    }));
  };

/** The rows in their order, as many in a part as one event takes. */
function inParts(rows: readonly BidderRow[]): readonly (readonly BidderRow[])[] {
  const parts: BidderRow[][] = [];
  let [part, bytes]: [BidderRow[], number] = [[], 0];
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row)) + 1;
    if (part.length === 0 || part.length === rowsPerEvent || bytes + size > rowBytesPerEvent) {
      [part, bytes] = [[], 0];
      parts.push(part);
    }
    part.push(row);
    bytes += size;
  }
  return parts;
}

/** The first answer, to the same question said again. Refusal: `command-id-reused` it was another question. */
export function firstAnswer(check: BidderCheck, asked: readonly ReadBidder[]): BidderCheck {
  const same = ({ uscc, nameGiven }: BidderRow, index: number) =>
    uscc === asked[index]?.uscc && nameGiven === asked[index].nameGiven;
  if (asked.length !== check.rows.length || !check.rows.every(same))
    throw new Refusal('command-id-reused', {}, 'Idempotency-Key');
  return check;
}
