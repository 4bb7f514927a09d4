import { decodeOnce, type StoredEvent } from '@app/event-store';
import type {
  SubjectListedOnBlacklist,
  SubjectRemovedFromBlacklist,
} from '../blacklist/domain/blacklist-listing.events';
import type { CommitmentEvent } from '../commitment/domain/commitment.events';
import type { CommitmentMissing } from '../commitment/domain/missing-commitment.events';
import type {
  MajorFireHazardJudged,
  MajorFireHazardRectified,
} from '../major-fire-hazard/domain/major-fire-hazard.events';
import type { PenaltyDecisionEvent } from '../penalty-decision/domain/penalty-decision.events';
import type { CreditFact, FactOrigin } from '../shared';

/** The events a score or a listing status depends on. */
type Telling =
  | PenaltyDecisionEvent
  | CommitmentEvent
  | CommitmentMissing
  | MajorFireHazardJudged
  | MajorFireHazardRectified
  | SubjectListedOnBlacklist
  | SubjectRemovedFromBlacklist;

const telling: ReadonlySet<string> = new Set<Telling['type']>([
  'PenaltyDecisionRecorded',
  'PenaltyDecisionRevoked',
  'CommitmentMade',
  'CommitmentVerified',
  'FalseCommitmentFound',
  'FalseCommitmentFindingWithdrawn',
  'CommitmentMissing',
  'MajorFireHazardJudged',
  'MajorFireHazardRectified',
  'SubjectListedOnBlacklist',
  'SubjectRemovedFromBlacklist',
]);

/** The credit fact in an event; undefined for events that no score and no listing depends on. */
export function factIn(stored: StoredEvent): CreditFact | undefined {
  return telling.has(stored.type) ? toFact(stored, decodeOnce(stored) as Telling) : undefined;
}

function toFact(stored: StoredEvent, event: Telling): CreditFact {
  const on = (document: string): FactOrigin => ({
    eventId: stored.id,
    position: stored.position,
    recordedAt: stored.recordedAt,
    occurredOn: stored.occurredOn,
    document,
  });
  switch (event.type) {
    case 'PenaltyDecisionRecorded': {
      const { decisionId, penaltyKinds, fineFen, violationCode, severity, decidedOn, ruleSetId, documentNumber } =
        event.data;
      const what = { decisionId, penaltyKinds, fineFen, violationCode, severity, decidedOn, ruleSetId };
      return { type: 'penalty-decision', ...on(documentNumber), ...what };
    }
    case 'PenaltyDecisionRevoked': {
      const { decisionId, revokedOn, documentNumber } = event.data;
      return { type: 'penalty-revoked', ...on(documentNumber), decisionId, revokedOn };
    }
    case 'CommitmentMade': {
      const { commitmentId, madeOn, verificationDueOn, commitmentNumber } = event.data;
      return { type: 'commitment-made', ...on(commitmentNumber), commitmentId, madeOn, verificationDueOn };
    }
    case 'CommitmentVerified': {
      const { commitmentId, verifiedOn, commitmentNumber } = event.data;
      return { type: 'commitment-verified', ...on(commitmentNumber), commitmentId, verifiedOn };
    }
    case 'FalseCommitmentFound': {
      const { commitmentId, foundOn, serious, detail, ruleSetId, commitmentNumber } = event.data;
      return { type: 'false-commitment', ...on(commitmentNumber), commitmentId, foundOn, serious, detail, ruleSetId };
    }
    case 'FalseCommitmentFindingWithdrawn': {
      const { commitmentId, withdrawnOn, documentNumber } = event.data;
      return { type: 'false-commitment-withdrawn', ...on(documentNumber), commitmentId, withdrawnOn };
    }
    case 'CommitmentMissing': {
      const { findingId, foundOn, ruleSetId, documentNumber } = event.data;
      return { type: 'no-commitment', ...on(documentNumber), findingId, foundOn, ruleSetId };
    }
    case 'MajorFireHazardJudged': {
      const { hazardId, judgedOn, rectifyBy, ruleSetId, hazardNumber } = event.data;
      return { type: 'hazard-judged', ...on(hazardNumber), hazardId, judgedOn, rectifyBy, ruleSetId };
    }
    case 'MajorFireHazardRectified': {
      const { hazardId, closedOn, documentNumber, hazardNumber } = event.data;
      return { type: 'hazard-rectified', ...on(documentNumber ?? hazardNumber), hazardId, closedOn };
    }
    case 'SubjectListedOnBlacklist': {
      const { listingId, register, ground, listedOn, listedUntil, decisionNumber, decisionBody, legalBasis } =
        event.data;
      const what = { listingId, register, ground, listedOn, listedUntil, decisionNumber, decisionBody, legalBasis };
      return { type: 'listed', ...on(decisionNumber), ...what };
    }
    case 'SubjectRemovedFromBlacklist': {
      const { listingId, removedOn, reason, decisionNumber, listing } = event.data;
      return { type: 'removed', ...on(decisionNumber ?? listing.decisionNumber), listingId, removedOn, reason };
    }
  }
}
