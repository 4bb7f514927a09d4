import { type Examples, subjectId, subjectName } from '../../../../../test/support/examples';
import type { DefenceAnswer, Defence, Dismissal, ListingDecision, Notice, Removal } from './blacklist-listing';
import type {
  BlacklistListingEvent,
  DefenceWindowDated,
  Evidence,
  ListingCandidateDismissed,
  ListingCandidateProposed,
  ListingCorrected,
  ListingDefenceAnswered,
  ListingDefenceReceived,
  ListingIntentNotified,
  SubjectListedOnBlacklist,
  SubjectRemovedFromBlacklist,
} from './blacklist-listing.events';
import type { Correction } from './listing-correction';

/** One case from proposal to removal, with fixed dates, for specs. */
export const listingId = '8c1f7a00-0000-5000-8000-000000000001';
export { subjectId };

export const evidencePaper: Evidence = {
  eventId: '5e2a8d10-0000-5000-8000-00000000000a',
  document: '广消行罚决字〔2026〕第0005号',
  occurredOn: '2026-05-06',
};

export const proposal: Omit<ListingCandidateProposed['data'], 'ruleSetId'> = {
  listingId,
  subjectId,
  subjectName,
  ground: 'REFUSE_TO_CORRECT',
  evidence: [evidencePaper],
  proposedOn: '2026-05-07',
};
export const proposed: ListingCandidateProposed = {
  type: 'ListingCandidateProposed',
  data: { ...proposal, ruleSetId: 'langfang-2026-04-01' },
};

export const dismissal: Dismissal = { listingId, dismissedOn: '2026-05-10', reason: '情节轻微，已经改正' };
export const dismissed: ListingCandidateDismissed = {
  type: 'ListingCandidateDismissed',
  data: { ...dismissal, subjectId },
};

export const notice: Notice = {
  listingId,
  noticeNumber: '廊消列告字〔2026〕第0001号',
  servedOn: '2026-05-11',
  reasons: '经责令改正拒不改正',
  legalBasis: '河北省消防条例',
};
export const notified: ListingIntentNotified = {
  type: 'ListingIntentNotified',
  data: { ...notice, subjectId, defenceUntil: '2026-05-18', ruleSetId: 'langfang-2026-04-01', dueOpen: null },
};

/** The same notice, recorded while the working days of its year were not known. */
export const notifiedOpen: ListingIntentNotified = {
  type: 'ListingIntentNotified',
  data: { ...notified.data, defenceUntil: null, dueOpen: 'calendar-2026' },
};
export const dated: DefenceWindowDated = {
  type: 'DefenceWindowDated',
  data: {
    listingId,
    subjectId,
    noticeNumber: notice.noticeNumber,
    servedOn: notice.servedOn,
    defenceUntil: '2026-05-18',
    ruleSetId: 'langfang-2026-04-01',
  },
};

export const defence: Defence = { listingId, receivedOn: '2026-05-15', summary: '已于五月十四日整改完毕' };
export const defended: ListingDefenceReceived = { type: 'ListingDefenceReceived', data: { ...defence, subjectId } };

export const defenceAnswer: DefenceAnswer = {
  listingId,
  documentNumber: '廊消复核字〔2026〕第0001号',
  answeredOn: '2026-05-20',
  outcome: 'not-upheld',
  reasons: '整改不彻底',
};
export const rejected: ListingDefenceAnswered = {
  type: 'ListingDefenceAnswered',
  data: { ...defenceAnswer, subjectId },
};
export const upheld: ListingDefenceAnswered = {
  type: 'ListingDefenceAnswered',
  data: { ...defenceAnswer, subjectId, outcome: 'upheld', reasons: '申辩理由成立' },
};

export const decision: ListingDecision = {
  listingId,
  register: 'serious-dishonesty',
  decisionNumber: '廊消列字〔2026〕第0001号',
  decisionBody: '廊坊市消防救援支队',
  decisionBodyCode: '11131000FGJJTG2G5W',
  legalBasis: '河北省消防条例',
  basisLevel: 'local-regulation',
  legalReviewedBy: '法制科李某',
  conductSummary: '拒不改正消防安全违法行为',
  measures: ['PROC_REFUSE', 'HON_REFUSE'],
  removalConditions: '期满或者依法提前移出',
  remedies: '六十日内申请行政复议',
  decidedOn: '2026-05-21',
};
export const listed: SubjectListedOnBlacklist = {
  type: 'SubjectListedOnBlacklist',
  data: {
    ...decision,
    subjectId,
    subjectName,
    ground: 'REFUSE_TO_CORRECT',
    listedOn: '2026-05-21',
    listedUntil: '2029-05-21',
    ruleSetId: 'langfang-2026-04-01',
  },
};

export const correction: Correction = {
  listingId,
  documentNumber: '廊消更字〔2026〕第0001号',
  correctedOn: '2026-06-01',
  field: 'legalBasis',
  oldValue: '河北省消防条例',
  newValue: '《河北省消防条例》第六十五条',
  reason: '列入依据漏写条款',
  correctionBody: '廊坊市消防救援支队',
  correctionBodyCode: '11131000FGJJTG2G5W',
};
export const corrected: ListingCorrected = { type: 'ListingCorrected', data: { ...correction, subjectId } };

export const removal: Removal = {
  listingId,
  reason: 'early',
  removedOn: '2027-06-01',
  decisionNumber: '廊消移字〔2027〕第0001号',
  removalBody: '廊坊市消防救援支队',
  removalBodyCode: '11131000FGJJTG2G5W',
  explanation: '整改完毕，符合提前移出条件',
};
export const removed: SubjectRemovedFromBlacklist = {
  type: 'SubjectRemovedFromBlacklist',
  data: {
    ...removal,
    subjectId,
    listing: {
      subjectName,
      ground: 'REFUSE_TO_CORRECT',
      register: 'serious-dishonesty',
      decisionNumber: '廊消列字〔2026〕第0001号',
      decisionBody: '廊坊市消防救援支队',
      decisionBodyCode: '11131000FGJJTG2G5W',
      listedOn: '2026-05-21',
    },
  },
};

export const examples: Examples<BlacklistListingEvent> = {
  ListingCandidateProposed: proposed.data,
  ListingCandidateDismissed: dismissed.data,
  ListingIntentNotified: notified.data,
  DefenceWindowDated: dated.data,
  ListingDefenceReceived: defended.data,
  ListingDefenceAnswered: rejected.data,
  SubjectListedOnBlacklist: listed.data,
  ListingCorrected: corrected.data,
  SubjectRemovedFromBlacklist: removed.data,
};
