import { refusesInThisOrder } from '../../../../../test/support/paper';
import * as example from './blacklist-listing.examples';
import { type ListingDecisionPaper, readListingDecision } from './listing-decision-paper';

const today = '2026-11-23';
const good: ListingDecisionPaper = {
  ...example.decision,
  decisionBody: ` ${example.decision.decisionBody}\u3000`,
  decisionBodyCode: example.decision.decisionBodyCode.toLowerCase(),
};
const read = (paper: ListingDecisionPaper) => ({ listingId: example.listingId, ...readListingDecision(paper, today) });

describe('the paper of a listing decision', () => {
  it('gives the decision, in one spelling', () => {
    expect(read(good)).toEqual(example.decision);
  });

  it('names each measure once, in the order of the table', () => {
    const measures = ['PROC_REFUSE', 'OPS_MORE_CHECKS', 'PROC_REFUSE'];
    expect(read({ ...good, measures }).measures).toEqual(['OPS_MORE_CHECKS', 'PROC_REFUSE']);
  });

  refusesInThisOrder(read, good, [
    ['decisionNumber', '', 'required'],
    ['decisionNumber', '。', 'document-number-invalid'],
    ['decisionBody', '', 'required'],
    ['decisionBodyCode', '1113', 'uscc-length'],
    ['legalBasis', '', 'required'],
    ['legalReviewedBy', '', 'required'],
    ['legalReviewedBy', '审'.repeat(101), 'text-too-long'],
    ['conductSummary', '', 'required'],
    ['measures', [], 'required'],
    ['measures', ['JAIL'], 'code-unknown'],
    ['removalConditions', '', 'required'],
    ['remedies', '', 'required'],
    ['decidedOn', '2026-13-01', 'date-invalid'],
    ['decidedOn', '2026-11-24', 'date-in-future'],
  ]);
});
