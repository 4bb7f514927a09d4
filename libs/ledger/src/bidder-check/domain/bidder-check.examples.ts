import type { Examples } from '../../../../../test/support/examples';
import { derivedId } from '../../shared';
import type { BidderCheck } from './bidder-check';
import type { BidderCheckEvent, BidderRow } from './bidder-check.events';

/** A unit on the list, asked for by its former name. */
export const listedBidder: BidderRow = {
  row: 1,
  uscc: '91131003MA0Y000328',
  nameGiven: '廊坊广阳演示商场有限公司',
  nameMatch: 'former',
  error: null,
  status: 'listed',
  reason: null,
  name: '廊坊广阳新演示商场有限公司',
  score: 90,
  grade: 'D',
  ruleSetId: 'langfang-2026-04-01',
  contributionEventIds: ['5b8a4e0e-0000-5000-8000-000000000001'],
  listingIds: ['5b8a4e0e-0000-5000-8000-000000000002'],
  statement:
    '廊坊广阳新演示商场有限公司在2026-05-07处于严重失信主体名单（廊消列决字〔2026〕第1号），信用分90分，D级（演示规则）。',
  digest: '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0',
  saidInFull: null,
};

export const aBidderCheckOf = (count: number): BidderCheck => ({
  checkId: derivedId('bidderCheck', '11131000FGJJTG2G5W', 'example'),
  askedAt: '2026-05-07T01:00:00.000Z',
  askedOn: '2026-05-07',
  position: 3,
  rows: Array.from({ length: count }, (_, index) => ({ ...listedBidder, row: index + 1 })),
});

const { rows, ...asked } = aBidderCheckOf(2);

export const examples: Examples<BidderCheckEvent> = {
  BidderCheckAnswered: { subjectId: null, ...asked, rowsAsked: rows.length, rows },
};

/** What the first stored form of version 1 does not show: rows. */
export const variants: Readonly<Record<string, Partial<Examples<BidderCheckEvent>>>> = {
  'some-rows': { BidderCheckAnswered: examples.BidderCheckAnswered },
};
