import { handling } from '@app/event-store';
import type { GivenName } from '../shared';
import type { BidderCheckEvent } from './domain/bidder-check.events';

/** None of its events gives the subject a name. */
export const names = handling<BidderCheckEvent, GivenName>({
  BidderCheckAnswered: null,
});
