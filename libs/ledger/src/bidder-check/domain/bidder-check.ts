import { Refusal } from '../../shared';
import type { BidderCheckAnswered } from './bidder-check.events';
import { bidderCheckVersions } from './bidder-check.versions';

export const streamOf = (checkId: string): string => `bidderCheck-${checkId}`;

export type BidderCheckState =
  { readonly status: 'absent' } | { readonly status: 'answered'; readonly answer: BidderCheckAnswered['data'] };

const initial: BidderCheckState = { status: 'absent' };

export const bidderCheck = {
  initial: initial as BidderCheckState,
  evolve: (_state: BidderCheckState, event: BidderCheckAnswered): BidderCheckState => ({
    status: 'answered',
    answer: event.data,
  }),
  occurredOn: (event: BidderCheckAnswered): string => event.data.askedOn,
  versions: bidderCheckVersions,
};

/** A check is answered once. Refusal: `bidder-check-exists`. */
export const answer =
  (data: BidderCheckAnswered['data']) =>
  (state: BidderCheckState): BidderCheckAnswered[] => {
    if (state.status === 'answered') throw new Refusal('bidder-check-exists', { checkId: data.checkId });
    return [{ type: 'BidderCheckAnswered', data }];
  };
