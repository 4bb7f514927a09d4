import type { StoredEvent } from '@app/event-store';
import { workingDaysEvents } from '../../libs/ledger/src/working-day-calendar/domain/working-days.events';
import { examples as workingDaysExamples } from '../../libs/ledger/src/working-day-calendar/domain/working-days.examples';
import { bidderCheckEvents } from '../../libs/ledger/src/bidder-check/domain/bidder-check.events';
import { examples as bidderCheckExamples } from '../../libs/ledger/src/bidder-check/domain/bidder-check.examples';
import { blacklistListingEvents } from '../../libs/ledger/src/blacklist/domain/blacklist-listing.events';
import { examples as blacklistListingExamples } from '../../libs/ledger/src/blacklist/domain/blacklist-listing.examples';
import { commitmentEvents } from '../../libs/ledger/src/commitment/domain/commitment.events';
import { examples as commitmentExamples } from '../../libs/ledger/src/commitment/domain/commitment.examples';
import { missingCommitmentEvents } from '../../libs/ledger/src/commitment/domain/missing-commitment.events';
import { examples as missingCommitmentExamples } from '../../libs/ledger/src/commitment/domain/missing-commitment.examples';
import { creditRepairEvents } from '../../libs/ledger/src/credit-repair/domain/credit-repair.events';
import {
  aRecord,
  examples as creditRepairExamples,
} from '../../libs/ledger/src/credit-repair/domain/credit-repair.examples';
import { creditSubjectEvents } from '../../libs/ledger/src/credit-subject/domain/credit-subject.events';
import { examples as creditSubjectExamples } from '../../libs/ledger/src/credit-subject/domain/credit-subject.examples';
import { erasureEvents } from '../../libs/ledger/src/erasure/domain/erasure.events';
import { examples as erasureExamples } from '../../libs/ledger/src/erasure/domain/erasure.examples';
import { majorFireHazardEvents } from '../../libs/ledger/src/major-fire-hazard/domain/major-fire-hazard.events';
import { examples as majorFireHazardExamples } from '../../libs/ledger/src/major-fire-hazard/domain/major-fire-hazard.examples';
import {
  penaltyDecisionEvents,
  type PenaltyDecisionRevoked,
} from '../../libs/ledger/src/penalty-decision/domain/penalty-decision.events';
import { examples as penaltyDecisionExamples } from '../../libs/ledger/src/penalty-decision/domain/penalty-decision.examples';
import { pushEvents } from '../../libs/ledger/src/push/domain/push.events';
import { examples as pushExamples } from '../../libs/ledger/src/push/domain/push.examples';
import { spotCheckEvents } from '../../libs/ledger/src/spot-check/domain/spot-check.events';
import { examples as spotCheckExamples } from '../../libs/ledger/src/spot-check/domain/spot-check.examples';
import { eventsLike, type Place } from './examples';

export { subjectId, subjectName } from './examples';

// Names for the examples that many specs speak of; `one-of-each.ts` finds them all by itself.

export const aBidderCheck = eventsLike(bidderCheckEvents, bidderCheckExamples)('BidderCheckAnswered');

const blacklistListing = eventsLike(blacklistListingEvents, blacklistListingExamples);
export const aCandidate = blacklistListing('ListingCandidateProposed');
export const aCandidateDismissed = blacklistListing('ListingCandidateDismissed');
export const aNotice = blacklistListing('ListingIntentNotified');
export const aDefence = blacklistListing('ListingDefenceReceived');
export const aDefenceAnswer = blacklistListing('ListingDefenceAnswered');
export const aListing = blacklistListing('SubjectListedOnBlacklist');
export const aListingCorrection = blacklistListing('ListingCorrected');
export const aRemoval = blacklistListing('SubjectRemovedFromBlacklist');

const commitment = eventsLike(commitmentEvents, commitmentExamples);
export const aCommitmentMade = commitment('CommitmentMade');
export const aCommitmentVerified = commitment('CommitmentVerified');
export const aFalseCommitmentFound = commitment('FalseCommitmentFound');
export const aFindingWithdrawal = commitment('FalseCommitmentFindingWithdrawn');

export const aMissingCommitment = eventsLike(missingCommitmentEvents, missingCommitmentExamples)('CommitmentMissing');

const creditRepair = eventsLike(creditRepairEvents, creditRepairExamples);
export const repairedRecord = aRecord();
export const aRepairApplication = creditRepair('CreditRepairAppliedFor');
export const aRepairAcceptance = creditRepair('CreditRepairAccepted');
export const aRepairVerification = creditRepair('CreditRepairVerified');
export const aRepairApproval = creditRepair('CreditRepairApproved');
export const aRepairRevocation = creditRepair('CreditRepairRevoked');

const creditSubject = eventsLike(creditSubjectEvents, creditSubjectExamples);
export const aRegistration = creditSubject('CreditSubjectRegistered');
export const aRenaming = creditSubject('CreditSubjectRenamed');

export const anErasure = eventsLike(erasureEvents, erasureExamples)('PersonalDataErased');

const majorFireHazard = eventsLike(majorFireHazardEvents, majorFireHazardExamples);
export const aHazardJudged = majorFireHazard('MajorFireHazardJudged');
export const aHazardUnderSupervision = majorFireHazard('MajorFireHazardListedForSupervision');
export const anOverdueHazard = majorFireHazard('MajorFireHazardFoundOverdue');
export const aHazardRectified = majorFireHazard('MajorFireHazardRectified');

const penaltyDecision = eventsLike(penaltyDecisionEvents, penaltyDecisionExamples);
export const aPenaltyDecision = penaltyDecision('PenaltyDecisionRecorded');
export const aPenaltyChange = penaltyDecision('PenaltyDecisionChanged');
export const aPenaltyCorrection = penaltyDecision('PenaltyDecisionCorrected');
export const aPenaltyFoundUnlawful = penaltyDecision('PenaltyDecisionFoundUnlawful');
export const aPenaltyFoundVoid = penaltyDecision('PenaltyDecisionFoundVoid');
export const aPenaltyRevocation = (
  change: Partial<PenaltyDecisionRevoked['data']['decision']> = {},
  place: Place = {},
): StoredEvent => {
  const { decision } = penaltyDecisionExamples.PenaltyDecisionRevoked;
  return penaltyDecision('PenaltyDecisionRevoked')({ decision: { ...decision, ...change } }, place);
};

const push = eventsLike(pushEvents, pushExamples);
export const aPushDelivered = push('PushDelivered');
export const aPushNothingThere = push('PushNothingThere');
export const aPushRefused = push('PushRefused');

const spotCheck = eventsLike(spotCheckEvents, spotCheckExamples);
export const aSpotCheck = spotCheck('SpotCheckRecorded');
export const aSpotCheckWithdrawal = spotCheck('SpotCheckResultWithdrawn');
export const aSpotCheckReplacement = spotCheck('SpotCheckResultReplaced');

export const aYearOfWorkingDays = eventsLike(workingDaysEvents, workingDaysExamples)('WorkingDaysPublished');
