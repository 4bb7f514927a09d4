import type { StoredData } from '../../shared';
import type { BidderRow } from './bidder-check.events';
import { contributionEventIds, digestOfAnswer, listingIds, type ProvenAnswer } from './answer.digest';

/** A row of version 1: the answer of the api of those days, word for word. */
type RowOfVersion1 = Omit<ProvenAnswer, 'subjectId' | 'status'> & {
  readonly row: number;
  readonly uscc: string;
  readonly nameGiven: string | null;
  readonly nameMatch: BidderRow['nameMatch'];
  readonly error: string | null;
  readonly status: BidderRow['status'];
};

/**
 * Version 1 had every row of a check in one event, and of each row the whole answer. Version 2 keeps what proves it, and
 * of version 1 also what was said, word for word: it can be shown as it was told. The digest is computed over what version 1 says, so it proves the same.
 */
export function toProvenRows(data: StoredData): StoredData {
  const rows = data.rows as readonly RowOfVersion1[];
  return { ...data, rowsAsked: rows.length, rows: rows.map(toProvenRow) };
}

function toProvenRow(answered: RowOfVersion1): BidderRow {
  const { row, uscc, nameGiven, nameMatch, error, status, reason, name, score, grade, ruleSetId, statement } = answered;
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
    contributionEventIds: contributionEventIds(answered),
    listingIds: listingIds(answered),
    statement,
    digest: digestOfAnswer({ ...answered, subjectId: uscc }),
    saidInFull: JSON.stringify(answered),
  };
}
