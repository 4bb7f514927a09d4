import { handling, type StoredEvent } from '@app/event-store';
import type { BlacklistListingEvent } from '../blacklist/domain/blacklist-listing.events';
import type { CommitmentEvent } from '../commitment/domain/commitment.events';
import type { MissingCommitmentEvent } from '../commitment/domain/missing-commitment.events';
import type { MajorFireHazardEvent } from '../major-fire-hazard/domain/major-fire-hazard.events';
import type { PenaltyDecisionEvent } from '../penalty-decision/domain/penalty-decision.events';
import type { RuleBook } from '../rule-set';
import { authorityOf } from '../shared';
import type { RepairedRecord } from './domain/credit-repair.events';

/** A record as its stream has it: one that can be repaired, or a listing, which has its own way out. */
export type OnRecord = RepairedRecord | (Omit<RepairedRecord, 'kind'> & { readonly kind: 'listing' });

type RecordEvent =
  PenaltyDecisionEvent | CommitmentEvent | MissingCommitmentEvent | MajorFireHazardEvent | BlacklistListingEvent;
/** What was read so far: a later event may need what an earlier one printed. */
type Read = Partial<OnRecord> & { readonly subjectName: string };

const noPenalty = { procedure: null, penaltyKinds: [], effectUntil: null } as const;
const noAuthority = { authorityName: null, authorityCode: null } as const;

const reading = handling<RecordEvent, Read, [before: Read | undefined, rules: RuleBook]>({
  PenaltyDecisionRecorded: (data) => ({
    kind: 'penalty-decision',
    id: data.decisionId,
    documentNumber: data.documentNumber,
    foundOn: data.decidedOn,
    severity: data.severity,
    procedure: data.procedure,
    penaltyKinds: data.penaltyKinds,
    effectUntil: data.effectiveUntil,
    ruleSetId: data.ruleSetId,
    subjectName: data.subjectName,
    authorityName: data.authorityName,
    authorityCode: data.authorityCode,
  }),
  PenaltyDecisionRevoked: null,
  PenaltyDecisionChanged: ({ severity, penaltyKinds, effectiveUntil: effectUntil }, _stored, before) => ({
    subjectName: '',
    ...before,
    severity,
    penaltyKinds,
    effectUntil,
  }),
  PenaltyDecisionCorrected: ({ subjectName, authorityName }, _stored, before) => ({
    ...before,
    subjectName: subjectName ?? before?.subjectName ?? '',
    ...(authorityName !== null && { authorityName }),
  }),
  PenaltyDecisionFoundUnlawful: null,
  PenaltyDecisionFoundVoid: null,

  /** Bodies know a commitment by the unit that recorded it. */
  CommitmentMade: ({ subjectName, recordingAuthority, madeOn }, _stored, _before, rules) => {
    const assumed = rules.inForce(madeOn).telling.assumedAuthority;
    const { name: authorityName, code: authorityCode } = authorityOf(recordingAuthority, assumed);
    return { subjectName, authorityName, authorityCode };
  },
  CommitmentVerified: null,
  FalseCommitmentFound: (data, _stored, before) => ({
    ...noPenalty,
    ...noAuthority,
    ...before,
    kind: 'false-commitment',
    id: data.commitmentId,
    documentNumber: data.commitmentNumber,
    foundOn: data.foundOn,
    severity: data.severity,
    ruleSetId: data.ruleSetId,
    subjectName: before?.subjectName ?? '',
  }),
  FalseCommitmentFindingWithdrawn: null,

  CommitmentMissing: (data) => ({
    ...noPenalty,
    kind: 'no-commitment',
    id: data.findingId,
    documentNumber: data.documentNumber,
    foundOn: data.foundOn,
    severity: data.severity,
    ruleSetId: data.ruleSetId,
    subjectName: data.subjectName,
    authorityName: data.authorityName,
    authorityCode: data.authorityCode,
  }),

  MajorFireHazardJudged: ({ subjectName }) => ({ subjectName }),
  MajorFireHazardListedForSupervision: null,
  MajorFireHazardFoundOverdue: (data, _stored, before) => ({
    ...noPenalty,
    ...noAuthority,
    kind: 'hazard',
    id: data.hazardId,
    documentNumber: data.hazardNumber,
    foundOn: data.overdueOn,
    severity: data.severity,
    ruleSetId: data.ruleSetId,
    subjectName: before?.subjectName ?? '',
  }),
  MajorFireHazardRectified: null,

  ListingCandidateProposed: null,
  ListingCandidateDismissed: null,
  ListingIntentNotified: null,
  DefenceWindowDated: null,
  ListingDefenceReceived: null,
  ListingDefenceAnswered: null,
  SubjectListedOnBlacklist: (data) => ({
    ...noPenalty,
    kind: 'listing',
    id: data.listingId,
    documentNumber: data.decisionNumber,
    foundOn: data.listedOn,
    severity: 'SERIOUS',
    ruleSetId: data.ruleSetId,
    subjectName: data.subjectName,
    authorityName: data.decisionBody,
    authorityCode: data.decisionBodyCode,
  }),
  ListingCorrected: null,
  SubjectRemovedFromBlacklist: null,
});

/** A record, and whom it is about. */
export interface FoundRecord<Record extends OnRecord = OnRecord> {
  readonly record: Record;
  readonly subjectId: string;
}

/** The record in a stream; undefined while the stream holds none (a commitment that was kept, a hazard in time). */
export function recordIn(rules: RuleBook, stream: readonly StoredEvent[]): FoundRecord | undefined {
  let read: Read | undefined;
  for (const stored of stream) read = reading.of(stored, read, rules) ?? read;
  const subjectId = stream[0]?.subjectId;
  return isWhole(read) && subjectId ? { record: read, subjectId } : undefined;
}

const isWhole = (read: Read | undefined): read is OnRecord => read?.kind !== undefined;
