import { blacklistListing } from '../blacklist';
import { commitment } from '../commitment';
import { creditRepair, recordSuspension } from '../credit-repair';
import { penaltyDecision } from '../penalty-decision';
import { spotCheck } from '../spot-check';
import { listCorrection, listEntry, listRemoval } from './saying/blacklist-listing';
import { commitmentState } from './saying/commitment';
import { repairApproved, repairRevoked } from './saying/credit-repair';
import { penalty, penaltyChange, penaltyUnlawful, penaltyVoid, penaltyWithdrawal } from './saying/penalty-decision';
import { spotCheckReplacement, spotCheckResult, spotCheckWithdrawal } from './saying/spot-check';
import { about, type ToldTable } from './told-table';

/**
 * The receiving bodies, by the names that stand in the outbox and in recorded facts for good. A further body is a name here and
 * a column below, beside its folder in `libs/endpoints` and its line in `apps/composition/src/bodies.ts`.
 */
export type BodyId = 'credit-hebei';

const procedure = '程序尚未终结，只告知列入和移出决定';
const noItem = '重大火灾隐患未指明公共信用信息目录中的项目，暂不报送'; // off until a catalogue item is named (S30)
const noCommitment = '没有承诺可报；未作承诺即营业的，以其行政处罚报送';
const repairProcedure = '信用修复程序尚未终结，只告知修复结果和撤销';
const noRepair = '未准予修复，已报送的记录不变';
const notNamedEnough = '中止和恢复决定未载明作出处罚的机关，平台无从认定是哪条记录'; // our default; regulations 5.1 has no field list
const ours = '台账自身的记录，不是对主体的认定';

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
    PenaltyDecisionRecorded: { 'credit-hebei': penalty },
    PenaltyDecisionRevoked: { 'credit-hebei': penaltyWithdrawal },
    PenaltyDecisionChanged: { 'credit-hebei': penaltyChange },
    PenaltyDecisionFoundUnlawful: { 'credit-hebei': penaltyUnlawful },
    PenaltyDecisionFoundVoid: { 'credit-hebei': penaltyVoid },
  }),

  ...about(blacklistListing, {
    ListingCandidateProposed: { 'credit-hebei': procedure },
    ListingCandidateDismissed: { 'credit-hebei': procedure },
    ListingIntentNotified: { 'credit-hebei': procedure },
    DefenceWindowDated: { 'credit-hebei': procedure },
    ListingDefenceReceived: { 'credit-hebei': procedure },
    ListingDefenceAnswered: { 'credit-hebei': procedure },
    SubjectListedOnBlacklist: { 'credit-hebei': listEntry },
    ListingCorrected: { 'credit-hebei': listCorrection },
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

  ...about(commitment, {
    CommitmentMade: { 'credit-hebei': commitmentState },
    CommitmentVerified: { 'credit-hebei': commitmentState },
    FalseCommitmentFound: { 'credit-hebei': commitmentState },
    FalseCommitmentFindingWithdrawn: { 'credit-hebei': commitmentState },
  }),
  CommitmentMissing: { 'credit-hebei': noCommitment },

  MajorFireHazardJudged: { 'credit-hebei': noItem },
  MajorFireHazardListedForSupervision: { 'credit-hebei': noItem },
  MajorFireHazardFoundOverdue: { 'credit-hebei': noItem },
  MajorFireHazardRectified: { 'credit-hebei': noItem },

  ...about(spotCheck, {
    SpotCheckRecorded: { 'credit-hebei': spotCheckResult },
    SpotCheckResultWithdrawn: { 'credit-hebei': spotCheckWithdrawal },
    SpotCheckResultReplaced: { 'credit-hebei': spotCheckReplacement },
  }),

  CreditSubjectRegistered: { 'credit-hebei': '主体登记以登记机关为准，不由消防报送' },
  CreditSubjectRenamed: { 'credit-hebei': '名称变更以登记机关为准，不由消防报送' },

  BidderCheckAnswered: { 'credit-hebei': ours },
  PersonalDataErased: { 'credit-hebei': '已送出的内容不能随之删除，故不涉及（见个人信息说明）' },
  PushDelivered: { 'credit-hebei': ours },
  PushRefused: { 'credit-hebei': ours },
  PushGivenUp: { 'credit-hebei': ours },
  PushRedriven: { 'credit-hebei': ours },
  PushHeld: { 'credit-hebei': ours },
  PushSentDespiteCheck: { 'credit-hebei': ours },
  PushOvertaken: { 'credit-hebei': ours },
  PushNothingThere: { 'credit-hebei': ours },
  PushesPaused: { 'credit-hebei': ours },
  PushesResumed: { 'credit-hebei': ours },
  PersonStatusAsked: { 'credit-hebei': ours },
  ApiKeyIssued: { 'credit-hebei': ours },
  ApiKeyRevoked: { 'credit-hebei': ours },
  SealKeyIntroduced: { 'credit-hebei': ours },
  LedgerAudited: { 'credit-hebei': ours },
  WorkingDaysPublished: { 'credit-hebei': '工作日历由国务院办公厅公布，与主体无关' },
};
