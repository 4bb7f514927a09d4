import type { Examples } from '../../../../../test/support/examples';
import type { BidderCheckEvent } from './bidder-check.events';

export const examples: Examples<BidderCheckEvent> = {
  BidderCheckAnswered: {
    subjectId: null,
    checkId: 'check-1',
    askedAt: '2026-05-07T01:00:00.000Z',
    askedOn: '2026-05-07',
    position: 3,
    rows: [],
  },
};
