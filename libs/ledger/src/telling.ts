import { handlingAll } from '@app/event-store';
import { names as bidderCheckNames } from './bidder-check/names';
import { blacklistListingFacts } from './blacklist/blacklist-listing.facts';
import { names as blacklistNames } from './blacklist/names';
import { commitmentFacts } from './commitment/commitment.facts';
import { names as commitmentNames } from './commitment/names';
import { creditDossiersOf, type CreditFact, type Telling } from './credit-dossier';
import { names as creditSubjectNames } from './credit-subject/names';
import { names as erasureNames } from './erasure/names';
import { majorFireHazardFacts } from './major-fire-hazard/major-fire-hazard.facts';
import { names as majorFireHazardNames } from './major-fire-hazard/names';
import { names as penaltyDecisionNames } from './penalty-decision/names';
import { penaltyDecisionFacts } from './penalty-decision/penalty-decision.facts';
import { names as pushNames } from './push/names';
import type { GivenName } from './shared';
import { names as spotCheckNames } from './spot-check/names';

/** What the events of all capabilities tell of their subject: each says it in a table of its own. */
export const telling: Telling = {
  facts: handlingAll<CreditFact>([penaltyDecisionFacts, commitmentFacts, majorFireHazardFacts, blacklistListingFacts]),
  names: handlingAll<GivenName>([
    bidderCheckNames,
    blacklistNames,
    commitmentNames,
    creditSubjectNames,
    erasureNames,
    majorFireHazardNames,
    penaltyDecisionNames,
    pushNames,
    spotCheckNames,
  ]),
};

export const creditDossiers = creditDossiersOf(telling);
