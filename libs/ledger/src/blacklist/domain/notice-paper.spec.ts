import { refusesInThisOrder } from '../../../../../test/support/paper';
import * as example from './blacklist-listing.examples';
import { type NoticePaper, readNotice } from './notice-paper';

const today = '2026-11-23';
const good: NoticePaper = { ...example.notice, noticeNumber: ' 廊消列告字[2026]第0001号', servedOn: '2026/5/11' };
const read = (paper: NoticePaper) => ({ listingId: example.listingId, ...readNotice(paper, today) });

describe('the paper of a notice', () => {
  it('gives the notice, in one spelling', () => {
    expect(read(good)).toEqual(example.notice);
  });

  refusesInThisOrder(read, good, [
    ['noticeNumber', '', 'required'],
    ['noticeNumber', '-', 'document-number-invalid'],
    ['servedOn', '五月', 'date-invalid'],
    ['servedOn', '2026-11-24', 'date-in-future'],
    ['reasons', '', 'required'],
    ['legalBasis', '', 'required'],
  ]);
});
