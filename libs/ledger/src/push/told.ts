import { blacklistListing } from '../blacklist';
import { creditRepair, recordSuspension } from '../credit-repair';
import { penaltyDecision } from '../penalty-decision';
import { listEntry, listRemoval } from './saying/blacklist-listing';
import { repairApproved, repairRevoked } from './saying/credit-repair';
import { penalty, penaltyWithdrawal } from './saying/penalty-decision';
import { about, type ToldTable } from './told-table';

/**
 * The receiving bodies, by the names that stand in the outbox and in recorded facts for good. A further body is a name here and
 * a column below, beside its folder in `libs/endpoints` and its line in `apps/composition/src/bodies.ts`.
 */
export type BodyId = 'credit-hebei';

const procedure = '程序尚未终结，只告知列入和移出决定';
const notBound = '双公示范围是行政许可和行政处罚，本项未列明'; // regulations 7.1, 7.2: no field list for these was found
const repairProcedure = '信用修复程序尚未终结，只告知修复结果和撤销';
const noRepair = '未准予修复，已报送的记录不变';
const notNamedEnough = '中止和恢复决定未载明作出处罚的机关，平台无从认定是哪条记录'; // our default; regulations 5.1 has no field list
const noMessageYet = '尚无对应的报文种类';
const ours = '台账自身的记录，不是对主体的认定';

/**
 * Who is told what. Rows: every fact the ledger records. Columns: the receiving bodies. A cell is what the body is told of such
 * a fact (`saying/`, one message, several in their order, or the reason why this one is not told), or the reason why it never is.
 *
 * Nobody is told anything about a natural person (`pushes-of.ts`).
 */
export const told: ToldTable<BodyId> = {
  ...about(penaltyDecision, {
    PenaltyDecisionRecorded: { 'credit-hebei': penalty },
    PenaltyDecisionRevoked: { 'credit-hebei': penaltyWithdrawal },
    PenaltyDecisionChanged: { 'credit-hebei': noMessageYet },
    PenaltyDecisionFoundUnlawful: { 'credit-hebei': noMessageYet },
    PenaltyDecisionFoundVoid: { 'credit-hebei': noMessageYet },
  }),

  ...about(blacklistListing, {
    ListingCandidateProposed: { 'credit-hebei': procedure },
    ListingCandidateDismissed: { 'credit-hebei': procedure },
    ListingIntentNotified: { 'credit-hebei': procedure },
    DefenceWindowDated: { 'credit-hebei': procedure },
    ListingDefenceReceived: { 'credit-hebei': procedure },
    ListingDefenceAnswered: { 'credit-hebei': procedure },
    SubjectListedOnBlacklist: { 'credit-hebei': listEntry },
    ListingCorrected: { 'credit-hebei': noMessageYet },
    SubjectRemovedFromBlacklist: { 'credit-hebei': listRemoval },
  }),

  ...about(creditRepair, {
    CreditRepairAppliedFor: { 'credit-hebei': repairProcedure },
    CreditRepairReturned: { 'credit-hebei': repairProcedure },
    CreditRepairApplicationCompleted: { 'credit-hebei': repairProcedure },
    CreditRepairNotAccepted: { 'credit-hebei': noRepair },
    CreditRepairAccepted: { 'credit-hebei': repairProcedure },
    CreditRepairVerified: { 'credit-hebei': repairProcedure },
    CreditRepairAnswerExtended: { 'credit-hebei': repairProcedure },
    CreditRepairApproved: { 'credit-hebei': repairApproved('credit-hebei') },
    CreditRepairRejected: { 'credit-hebei': noRepair },
    CreditRepairConfirmed: { 'credit-hebei': ours },
    CreditRepairCompleted: { 'credit-hebei': ours },
    CreditRepairRevoked: { 'credit-hebei': repairRevoked('credit-hebei') },
    CreditRepairTermDated: { 'credit-hebei': ours },
  }),

  ...about(recordSuspension, {
    CreditRecordSuspended: { 'credit-hebei': notNamedEnough },
    CreditRecordSuspensionEnded: { 'credit-hebei': notNamedEnough },
  }),

  PrintedPublicityFoundTooLong: { 'credit-hebei': '已按法定最长公示期告知，须由作出机关核对更正' },
  PrintedPublicitySettled: { 'credit-hebei': ours },

  CommitmentMade: { 'credit-hebei': notBound },
  CommitmentVerified: { 'credit-hebei': notBound },
  FalseCommitmentFound: { 'credit-hebei': notBound },
  FalseCommitmentFindingWithdrawn: { 'credit-hebei': notBound },
  CommitmentMissing: { 'credit-hebei': notBound },

  MajorFireHazardJudged: { 'credit-hebei': notBound },
  MajorFireHazardListedForSupervision: { 'credit-hebei': notBound },
  MajorFireHazardFoundOverdue: { 'credit-hebei': notBound },
  MajorFireHazardRectified: { 'credit-hebei': notBound },

  SpotCheckRecorded: { 'credit-hebei': notBound },
  SpotCheckResultWithdrawn: { 'credit-hebei': notBound },
  SpotCheckResultReplaced: { 'credit-hebei': notBound },

  CreditSubjectRegistered: { 'credit-hebei': '主体登记以登记机关为准，不由消防报送' },
  CreditSubjectRenamed: { 'credit-hebei': '名称变更以登记机关为准，不由消防报送' },

  BidderCheckAnswered: { 'credit-hebei': ours },
  PersonalDataErased: { 'credit-hebei': '已送出的内容不能随之删除，故不涉及（见个人信息说明）' },
  PushDelivered: { 'credit-hebei': ours },
  PushRefused: { 'credit-hebei': ours },
  PushGivenUp: { 'credit-hebei': ours },
  PushRedriven: { 'credit-hebei': ours },
  PersonStatusAsked: { 'credit-hebei': ours },
  ApiKeyIssued: { 'credit-hebei': ours },
  ApiKeyRevoked: { 'credit-hebei': ours },
  SealKeyIntroduced: { 'credit-hebei': ours },
  LedgerAudited: { 'credit-hebei': ours },
  WorkingDaysPublished: { 'credit-hebei': '工作日历由国务院办公厅公布，与主体无关' },
};
