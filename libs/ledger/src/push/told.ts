import { blacklistListing } from '../blacklist';
import { commitment } from '../commitment';
import { creditRepair, recordSuspension } from '../credit-repair';
import { penaltyDecision } from '../penalty-decision';
import type { ChannelName } from '../publicity';
import { spotCheck } from '../spot-check';
import { listCorrection, listEntry, listRemoval } from './saying/blacklist-listing';
import { commitmentState } from './saying/commitment';
import { repairApproved, repairRevoked } from './saying/credit-repair';
import { penaltySaying } from './saying/penalty-decision';
import { shownFromTheCheck, spotCheckSaying } from './saying/spot-check';
import { asNode, asSite } from './saying/ways-of-telling';
import { about, type Reason, type ToldTable } from './told-table';

/**
 * The receiving bodies, by the names that stand in the outbox and in recorded facts for good: the Hebei node of 全国信用信息共享平台,
 * 信用中国(河北), 国家企业信用信息公示系统(河北). A further body is a name here and a column below, beside its folder in `libs/endpoints` and its
 * line in `apps/composition/src/bodies.ts`.
 */
export const BODY_IDS = ['credit-hebei', 'credit-china-hebei', 'gsxt-hebei'] as const;
export type BodyId = (typeof BODY_IDS)[number];

/** Who passes on to a body what it is told, where a deployment says that the body is fed. A body without a line is told by us. */
export const feeders: Readonly<Partial<Record<BodyId, BodyId>>> = { 'credit-china-hebei': 'credit-hebei' };

const procedure = '程序尚未终结，只告知列入和移出决定';
const noCommitment = '没有承诺可报；未作承诺即营业的，以其行政处罚报送';
const repairProcedure = '信用修复程序尚未终结，只告知修复结果和撤销';
const noRepair = '未准予修复，已报送的记录不变';
const notNamedEnough = '中止和恢复决定未载明作出处罚的机关，平台无从认定是哪条记录'; // our default; regulations 5.1 has no field list
const ours = '台账自身的记录，不是对主体的认定';

/** The same reason for every body. */
const nobody = (reason: Reason): Readonly<Record<BodyId, Reason>> =>
  Object.fromEntries(BODY_IDS.map((body) => [body, reason])) as Record<BodyId, Reason>;

/** Off at the node until an item of its catalogue is named (S30). */
const hazard = {
  'credit-hebei': '重大火灾隐患未指明公共信用信息目录中的项目，暂不报送',
  'credit-china-hebei': '信用中国公示的信息类别中没有重大火灾隐患',
  'gsxt-hebei': '公示系统归集的信息类别中没有重大火灾隐患',
};

/** The channel by whose tables each body shows a penalty decision. */
export const shownBy = {
  'credit-hebei': 'credit-node',
  'credit-china-hebei': 'credit-china',
  'gsxt-hebei': 'enterprise-publicity',
} as const satisfies Readonly<Record<BodyId, ChannelName>>;

const node = { ...penaltySaying(asNode), ...spotCheckSaying() };
const creditChina = { ...penaltySaying(asSite(shownBy['credit-china-hebei'])), ...spotCheckSaying(shownFromTheCheck) };
const gsxt = { ...penaltySaying(asSite(shownBy['gsxt-hebei'])), ...spotCheckSaying() };

/**
 * Who is told what. Rows: every fact the ledger records. Columns: the receiving bodies. A cell is what the body is told of such
 * a fact (`saying/`, one message, several in their order, or the reason why this one is not told), or the reason why it never is.
 *
 * A message leaves only as an item of the catalogue by which its body is told (`telling.catalogue` of the rule sets): without one the cell
 * is off, and says so.
 *
 * Nobody is told anything about a natural person (`pushes-of.ts`).
 */
export const told: ToldTable<BodyId> = {
  ...about(penaltyDecision, {
    PenaltyDecisionRecorded: {
      'credit-hebei': node.penalty,
      'credit-china-hebei': creditChina.penalty,
      'gsxt-hebei': gsxt.penalty,
    },
    PenaltyDecisionRevoked: {
      'credit-hebei': node.penaltyWithdrawal,
      'credit-china-hebei': creditChina.penaltyWithdrawal,
      'gsxt-hebei': gsxt.penaltyWithdrawal,
    },
    PenaltyDecisionChanged: {
      'credit-hebei': node.penaltyChange,
      'credit-china-hebei': creditChina.penaltyChange,
      'gsxt-hebei': gsxt.penaltyChange,
    },
    PenaltyDecisionCorrected: {
      'credit-hebei': node.penaltyCorrection,
      'credit-china-hebei': creditChina.penaltyCorrection,
      'gsxt-hebei': gsxt.penaltyCorrection,
    },
    PenaltyDecisionFoundUnlawful: {
      'credit-hebei': node.penaltyUnlawful,
      'credit-china-hebei': creditChina.penaltyUnlawful,
      'gsxt-hebei': gsxt.penaltyUnlawful,
    },
    PenaltyDecisionFoundVoid: {
      'credit-hebei': node.penaltyVoid,
      'credit-china-hebei': creditChina.penaltyVoid,
      'gsxt-hebei': gsxt.penaltyVoid,
    },
  }),

  ...about(blacklistListing, {
    ListingCandidateProposed: nobody(procedure),
    ListingCandidateDismissed: nobody(procedure),
    ListingIntentNotified: nobody(procedure),
    DefenceWindowDated: nobody(procedure),
    ListingDefenceReceived: nobody(procedure),
    ListingDefenceAnswered: nobody(procedure),
    SubjectListedOnBlacklist: { 'credit-hebei': listEntry, 'credit-china-hebei': listEntry, 'gsxt-hebei': listEntry },
    ListingCorrected: {
      'credit-hebei': listCorrection,
      'credit-china-hebei': listCorrection,
      'gsxt-hebei': listCorrection,
    },
    SubjectRemovedFromBlacklist: {
      'credit-hebei': listRemoval,
      'credit-china-hebei': listRemoval,
      'gsxt-hebei': listRemoval,
    },
  }),

  ...about(creditRepair, {
    CreditRepairAppliedFor: nobody(repairProcedure),
    CreditRepairReturned: nobody(repairProcedure),
    CreditRepairApplicationCompleted: nobody(repairProcedure),
    CreditRepairNotAccepted: nobody(noRepair),
    CreditRepairAccepted: nobody(repairProcedure),
    CreditRepairVerified: nobody(repairProcedure),
    CreditRepairAnswerExtended: nobody(repairProcedure),
    CreditRepairApproved: {
      'credit-hebei': repairApproved('credit-hebei'),
      'credit-china-hebei': repairApproved('credit-china-hebei', 'end'),
      'gsxt-hebei': repairApproved('gsxt-hebei'),
    },
    CreditRepairRejected: nobody(noRepair),
    CreditRepairConfirmed: nobody(ours),
    CreditRepairCompleted: nobody(ours),
    CreditRepairRevoked: {
      'credit-hebei': repairRevoked('credit-hebei'),
      'credit-china-hebei': repairRevoked('credit-china-hebei'),
      'gsxt-hebei': repairRevoked('gsxt-hebei'),
    },
    CreditRepairTermDated: nobody(ours),
  }),

  ...about(recordSuspension, {
    CreditRecordSuspended: nobody(notNamedEnough),
    CreditRecordSuspensionEnded: nobody(notNamedEnough),
  }),

  PrintedPublicityFoundTooLong: nobody('已按法定最长公示期告知，须由作出机关核对更正'),
  PrintedPublicitySettled: nobody(ours),

  ...about(commitment, {
    CommitmentMade: {
      'credit-hebei': commitmentState,
      'credit-china-hebei': commitmentState,
      'gsxt-hebei': commitmentState,
    },
    CommitmentVerified: {
      'credit-hebei': commitmentState,
      'credit-china-hebei': commitmentState,
      'gsxt-hebei': commitmentState,
    },
    FalseCommitmentFound: {
      'credit-hebei': commitmentState,
      'credit-china-hebei': commitmentState,
      'gsxt-hebei': commitmentState,
    },
    FalseCommitmentFindingWithdrawn: {
      'credit-hebei': commitmentState,
      'credit-china-hebei': commitmentState,
      'gsxt-hebei': commitmentState,
    },
  }),
  CommitmentMissing: nobody(noCommitment),

  MajorFireHazardJudged: hazard,
  MajorFireHazardListedForSupervision: hazard,
  MajorFireHazardFoundOverdue: hazard,
  MajorFireHazardRectified: hazard,

  ...about(spotCheck, {
    SpotCheckRecorded: {
      'credit-hebei': node.spotCheckResult,
      'credit-china-hebei': creditChina.spotCheckResult,
      'gsxt-hebei': gsxt.spotCheckResult,
    },
    SpotCheckResultWithdrawn: {
      'credit-hebei': node.spotCheckWithdrawal,
      'credit-china-hebei': creditChina.spotCheckWithdrawal,
      'gsxt-hebei': gsxt.spotCheckWithdrawal,
    },
    SpotCheckResultReplaced: {
      'credit-hebei': node.spotCheckReplacement,
      'credit-china-hebei': creditChina.spotCheckReplacement,
      'gsxt-hebei': gsxt.spotCheckReplacement,
    },
  }),

  CreditSubjectRegistered: nobody('主体登记以登记机关为准，不由消防报送'),
  CreditSubjectRenamed: nobody('名称变更以登记机关为准，不由消防报送'),

  BidderCheckAnswered: nobody(ours),
  PersonalDataErased: nobody('已送出的内容不能随之删除，故不涉及（见个人信息说明）'),
  PushDelivered: nobody(ours),
  PushRefused: nobody(ours),
  PushGivenUp: nobody(ours),
  PushRedriven: nobody(ours),
  PushHeld: nobody(ours),
  PushSentDespiteCheck: nobody(ours),
  PushFoundLost: nobody(ours),
  ReconciliationOpened: nobody(ours),
  DiscrepancyFound: nobody(ours),
  DiscrepancyResolved: nobody(ours),
  ReconciliationClosed: nobody(ours),
  PushOvertaken: nobody(ours),
  PushPublicityOver: nobody(ours),
  PushNothingThere: nobody(ours),
  PushAdopted: nobody(ours),
  AdoptionAsked: nobody(ours),
  AdoptionApproved: nobody(ours),
  AdoptionCompleted: nobody(ours),
  BodyBecameReal: nobody(ours),
  BodyKeysPinned: nobody(ours),
  BodyKeyChanged: nobody(ours),
  SampleDataTaken: nobody(ours),
  PushesPaused: nobody(ours),
  PushesResumed: nobody(ours),
  ExchangeDatabaseFoundRestored: nobody(ours),
  ExchangeRestorationReviewed: nobody(ours),
  PersonStatusAsked: nobody(ours),
  ApiKeyIssued: nobody(ours),
  ApiKeyRevoked: nobody(ours),
  SealKeyIntroduced: nobody(ours),
  RestoreBegun: nobody(ours),
  RestoredLogVerified: nobody(ours),
  RestoredKeysSettled: nobody(ours),
  RestoredBodyCompared: nobody(ours),
  LogBranchDeclared: nobody(ours),
  RestoreClosed: nobody(ours),
  LedgerAudited: nobody(ours),
  ReadModelsCompared: nobody(ours),
  WorkingDaysPublished: nobody('工作日历由国务院办公厅公布，与主体无关'),
};
