import { refusesInThisOrder } from '../../../../../test/support/paper';
import * as example from './blacklist-listing.examples';
import { type DismissalPaper, readDismissal } from './dismissal-paper';

const today = '2026-11-23';
const good: DismissalPaper = { dismissedOn: '2026年5月10日', reason: ' 情节轻微，已经改正 ' };
const read = (paper: DismissalPaper) => ({ listingId: example.listingId, ...readDismissal(paper, today) });

describe('the paper of a dismissal', () => {
  it('gives its day and its reason', () => {
    expect(read(good)).toEqual(example.dismissal);
  });

  refusesInThisOrder(read, good, [
    ['dismissedOn', '无日期', 'date-invalid'],
    ['dismissedOn', '2026-11-24', 'date-in-future'],
    ['reason', ' ', 'required'],
    ['reason', '因'.repeat(4_001), 'text-too-long'],
  ]);
});
