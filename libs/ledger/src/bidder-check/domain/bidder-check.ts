import { Refusal } from '../../shared';
import { type BidderCheckAnswered, bidderCheckEvents } from './bidder-check.events';

export const streamOf = (checkId: string): string => `${bidderCheck.category}-${checkId}`;

export type BidderCheckState =
  { readonly status: 'absent' } | { readonly status: 'answered'; readonly answer: BidderCheckAnswered['data'] };

const initial: BidderCheckState = { status: 'absent' };

export const bidderCheck = {
  category: 'bidderCheck',
  initial: initial as BidderCheckState,
  evolve: (_state: BidderCheckState, event: BidderCheckAnswered): BidderCheckState => ({
    status: 'answered',
    answer: event.data,
  }),
  ...bidderCheckEvents,
};

/** A check is answered once. Refusal: `bidder-check-exists`. */
export const answer =
  (data: BidderCheckAnswered['data']) =>
  (state: BidderCheckState): BidderCheckAnswered[] => {
    if (state.status === 'answered') throw new Refusal('bidder-check-exists', { checkId: data.checkId });
    return [{ type: 'BidderCheckAnswered', data }];
  };
