import type { CreditDossier, Reading } from '../credit-dossier';
import { answerFor, type Asked, noAnswer } from '../credit-status';
import type { RuleBook } from '../rule-set';
import { bidderRow, nameMatchOf, type ReadBidder } from './domain/bidder';
import type { BidderRow } from './domain/bidder-check.events';

/**
 * One row, answered from the reading that all rows of the check share. If the name does not go with the code, the wrong
 * unit may have been asked for, and nothing is said about either (`name-code-mismatch`).
 */
export function answerBidder(
  rules: RuleBook,
  row: number,
  bidder: ReadBidder,
  times: Pick<Asked, 'validAt' | 'knownAt' | 'askedAt'>,
  reading: Reading<CreditDossier | undefined>,
): BidderRow {
  const asked: Asked = { subjectId: bidder.uscc, ...times };
  const cannot = (error: string) => noAnswer(rules, asked, reading.stand, error);
  if (bidder.error !== null) return bidderRow(row, bidder, 'not-checked', bidder.error, cannot(bidder.error));
  const found = answerFor(rules, asked, reading.of(bidder.uscc));
  const nameMatch = nameMatchOf(bidder.nameGiven, found);
  if (nameMatch !== 'mismatch') return bidderRow(row, bidder, nameMatch, null, found);
  return bidderRow(row, bidder, nameMatch, 'name-code-mismatch', cannot('name-code-mismatch'));
}
