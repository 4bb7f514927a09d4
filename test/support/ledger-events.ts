import type { StoredEvent } from '@app/event-store';
import type {
  ListingCandidateDismissed,
  ListingCandidateProposed,
  ListingDefenceAnswered,
  ListingDefenceReceived,
  ListingIntentNotified,
  SubjectListedOnBlacklist,
  SubjectRemovedFromBlacklist,
} from '../../libs/ledger/src/blacklist/domain/blacklist-listing.events';
import * as listing from '../../libs/ledger/src/blacklist/domain/blacklist-listing.examples';
import type { BidderCheckAnswered } from '../../libs/ledger/src/bidder-check/domain/bidder-check.events';
import type {
  CommitmentMade,
  CommitmentVerified,
  FalseCommitmentFindingWithdrawn,
  FalseCommitmentFound,
} from '../../libs/ledger/src/commitment/domain/commitment.events';
import type { CommitmentMissing } from '../../libs/ledger/src/commitment/domain/missing-commitment.events';
import {
  creditSubjectEvents,
  type CreditSubjectRegistered,
  type CreditSubjectRenamed,
} from '../../libs/ledger/src/credit-subject/domain/credit-subject.events';
import type { PersonalDataErased } from '../../libs/ledger/src/erasure/domain/erasure.events';
import type {
  MajorFireHazardFoundOverdue,
  MajorFireHazardJudged,
  MajorFireHazardListedForSupervision,
  MajorFireHazardRectified,
} from '../../libs/ledger/src/major-fire-hazard/domain/major-fire-hazard.events';
import {
  penaltyDecisionEvents,
  type PenaltyDecisionRecorded,
  type PenaltyDecisionRevoked,
} from '../../libs/ledger/src/penalty-decision/domain/penalty-decision.events';
import type { PushDelivered, PushRefused } from '../../libs/ledger/src/push/domain/push.events';
import type { SpotCheckRecorded } from '../../libs/ledger/src/spot-check/domain/spot-check.events';
import { stored } from './stored';

/** One event of every type the ledger writes, all about the same subject, as the log gives them back. */
const { subjectId } = listing;
export { subjectId };
export const subjectName = '广阳区鑫桥阳酒店店';
const ruleSetId = 'langfang-2026-04-01';

type Change<Event extends { readonly data: object }> = Partial<Event['data']>;
type Place = Partial<Omit<StoredEvent, 'type'>>;

export const aPenaltyDecision = (change: Change<PenaltyDecisionRecorded> = {}, place: Place = {}): StoredEvent =>
  stored<PenaltyDecisionRecorded>(
    {
      type: 'PenaltyDecisionRecorded',
      data: {
        decisionId: 'decision-1',
        subjectId,
        subjectName,
        subjectCategory: '个体工商户',
        legalRepresentative: '孙超磊',
        person: null,
        documentNumber: '广消行罚决字〔2026〕第0005号',
        procedure: 'ordinary',
        violationType: '损坏、挪用或者擅自拆除、停用消防设施、器材',
        violationCode: 'FPL-60-1-2',
        facts: '2026-05-06检查发现擅自停用消防设施。',
        legalBasis: '《中华人民共和国消防法》第六十条第一款第二项',
        penaltyKinds: ['罚款'],
        penaltyContent: '处罚款人民币30500元整',
        fineFen: 3_050_000,
        confiscatedFen: null,
        licence: null,
        decidedOn: '2026-05-06',
        effectiveUntil: null,
        publicUntil: null,
        authorityName: '广阳区消防救援大队',
        authorityCode: '1113100358CBJ3JHX9',
        sourceName: '廊坊市消防救援支队',
        sourceCode: '11131000FGJJTG2G5W',
        remark: null,
        severity: 'GENERAL',
        ruleSetId,
        ...change,
      },
    },
    { occurredOn: '2026-05-06', typeVersion: penaltyDecisionEvents.versions.PenaltyDecisionRecorded.present, ...place },
  );

export const aPenaltyRevocation = (
  change: Partial<PenaltyDecisionRevoked['data']['decision']> = {},
  place: Place = {},
): StoredEvent =>
  stored<PenaltyDecisionRevoked>(
    {
      type: 'PenaltyDecisionRevoked',
      data: {
        decisionId: 'decision-1',
        subjectId,
        documentNumber: '廊消复决〔2026〕第2号',
        revokedOn: '2026-07-01',
        reason: '主要证据不足',
        authorityName: '廊坊市消防救援支队',
        authorityCode: '11131000FGJJTG2G5W',
        decision: {
          subjectName,
          documentNumber: '广消行罚决字〔2026〕第0005号',
          procedure: 'ordinary',
          penaltyKinds: ['罚款'],
          authorityName: '广阳区消防救援大队',
          authorityCode: '1113100358CBJ3JHX9',
          sourceName: '廊坊市消防救援支队',
          sourceCode: '11131000FGJJTG2G5W',
          ...change,
        },
      },
    },
    { occurredOn: '2026-07-01', ...place },
  );

const commitment = { commitmentId: 'commitment-1', subjectId, commitmentNumber: '131003CN202600001' };

export const aCommitmentMade = (change: Change<CommitmentMade> = {}, place: Place = {}): StoredEvent =>
  stored<CommitmentMade>(
    {
      type: 'CommitmentMade',
      data: {
        ...commitment,
        subjectName,
        matter: '公众聚集场所投入使用、营业前消防安全检查',
        madeOn: '2026-04-10',
        verificationDueOn: '2026-05-10',
        ...change,
      },
    },
    { occurredOn: '2026-04-10', ...place },
  );

export const aCommitmentVerified = (place: Place = {}): StoredEvent =>
  stored<CommitmentVerified>(
    { type: 'CommitmentVerified', data: { ...commitment, verifiedOn: '2026-05-08' } },
    { occurredOn: '2026-05-08', ...place },
  );

export const aFalseCommitmentFound = (place: Place = {}): StoredEvent =>
  stored<FalseCommitmentFound>(
    {
      type: 'FalseCommitmentFound',
      data: {
        ...commitment,
        foundOn: '2026-05-08',
        detail: '疏散通道与承诺不符',
        serious: true,
        severity: 'SERIOUS',
        ruleSetId,
      },
    },
    { occurredOn: '2026-05-08', ...place },
  );

export const aFindingWithdrawal = (place: Place = {}): StoredEvent =>
  stored<FalseCommitmentFindingWithdrawn>(
    {
      type: 'FalseCommitmentFindingWithdrawn',
      data: {
        ...commitment,
        documentNumber: '廊消撤字〔2026〕第0003号',
        withdrawnOn: '2026-06-02',
        reason: '复核认定不成立',
      },
    },
    { occurredOn: '2026-06-02', ...place },
  );

export const aMissingCommitment = (place: Place = {}): StoredEvent =>
  stored<CommitmentMissing>(
    {
      type: 'CommitmentMissing',
      data: {
        findingId: 'finding-1',
        subjectId,
        subjectName,
        documentNumber: '廊消检字〔2026〕第0009号',
        foundOn: '2026-05-12',
        detail: null,
        authorityName: '广阳区消防救援大队',
        authorityCode: '1113100358CBJ3JHX9',
        severity: 'SERIOUS',
        ruleSetId,
      },
    },
    { occurredOn: '2026-05-12', ...place },
  );

const hazard = { hazardId: '2f6a0000-0000-5000-8000-000000000001', subjectId, hazardNumber: '131003ZD20260001' };

export const aHazardJudged = (place: Place = {}): StoredEvent =>
  stored<MajorFireHazardJudged>(
    {
      type: 'MajorFireHazardJudged',
      data: {
        ...hazard,
        subjectName,
        judgedOn: '2026-04-20',
        standardEdition: '2025',
        method: '直接判定',
        rectifyBy: '2026-06-20',
        ruleSetId,
      },
    },
    { occurredOn: '2026-04-20', ...place },
  );

export const aHazardUnderSupervision = (place: Place = {}): StoredEvent =>
  stored<MajorFireHazardListedForSupervision>(
    { type: 'MajorFireHazardListedForSupervision', data: { ...hazard, level: '县级', listedOn: '2026-04-20' } },
    { occurredOn: '2026-04-20', ...place },
  );

export const anOverdueHazard = (place: Place = {}): StoredEvent =>
  stored<MajorFireHazardFoundOverdue>(
    {
      type: 'MajorFireHazardFoundOverdue',
      data: { ...hazard, rectifyBy: '2026-06-20', overdueOn: '2026-06-21', severity: 'SERIOUS', ruleSetId },
    },
    { occurredOn: '2026-06-21', ...place },
  );

export const aHazardRectified = (change: Change<MajorFireHazardRectified> = {}, place: Place = {}): StoredEvent =>
  stored<MajorFireHazardRectified>(
    {
      type: 'MajorFireHazardRectified',
      data: { ...hazard, closedOn: '2026-07-15', documentNumber: '131003XA20260001', ...change },
    },
    { occurredOn: '2026-07-15', ...place },
  );

export const aRegistration = (change: Change<CreditSubjectRegistered> = {}, place: Place = {}): StoredEvent =>
  stored<CreditSubjectRegistered>(
    {
      type: 'CreditSubjectRegistered',
      data: {
        subjectId,
        subjectName,
        subjectType: '公众聚集场所',
        subjectKind: 'UNIT_PERSON',
        legalRepresentative: null,
        person: null,
        areaCode: '131003',
        areaName: '广阳区',
        registeredOn: '2026-04-01',
        ...change,
      },
    },
    { occurredOn: '2026-04-01', typeVersion: creditSubjectEvents.versions.CreditSubjectRegistered.present, ...place },
  );

export const aRenaming = (change: Change<CreditSubjectRenamed> = {}, place: Place = {}): StoredEvent =>
  stored<CreditSubjectRenamed>(
    {
      type: 'CreditSubjectRenamed',
      data: {
        subjectId,
        subjectName: '广阳区新桥阳酒店',
        formerName: subjectName,
        documentNumber: '登记变更〔2026〕第0007号',
        renamedOn: '2026-06-10',
        ...change,
      },
    },
    { occurredOn: '2026-06-10', ...place },
  );

export const aSpotCheck = (change: Change<SpotCheckRecorded> = {}, place: Place = {}): StoredEvent =>
  stored<SpotCheckRecorded>(
    {
      type: 'SpotCheckRecorded',
      data: {
        spotCheckId: 'spot-check-1',
        subjectId,
        subjectName,
        planNumber: 'JH2026001',
        taskNumber: 'RW2026001',
        checkedOn: '2026-05-20',
        authorityName: '广阳区消防救援大队',
        result: '未发现问题',
        ...change,
      },
    },
    { occurredOn: '2026-05-20', ...place },
  );

export const aCandidate = (change: Change<ListingCandidateProposed> = {}, place: Place = {}): StoredEvent =>
  stored(
    { ...listing.proposed, data: { ...listing.proposed.data, ...change } },
    { occurredOn: '2026-05-07', ...place },
  );

export const aCandidateDismissed = (change: Change<ListingCandidateDismissed> = {}, place: Place = {}): StoredEvent =>
  stored(
    { ...listing.dismissed, data: { ...listing.dismissed.data, ...change } },
    { occurredOn: '2026-05-10', ...place },
  );

export const aNotice = (change: Change<ListingIntentNotified> = {}, place: Place = {}): StoredEvent =>
  stored(
    { ...listing.notified, data: { ...listing.notified.data, ...change } },
    { occurredOn: '2026-05-11', ...place },
  );

export const aDefence = (change: Change<ListingDefenceReceived> = {}, place: Place = {}): StoredEvent =>
  stored(
    { ...listing.defended, data: { ...listing.defended.data, ...change } },
    { occurredOn: '2026-05-15', ...place },
  );

export const aDefenceAnswer = (change: Change<ListingDefenceAnswered> = {}, place: Place = {}): StoredEvent =>
  stored(
    { ...listing.rejected, data: { ...listing.rejected.data, ...change } },
    { occurredOn: '2026-05-20', ...place },
  );

export const aListing = (change: Change<SubjectListedOnBlacklist> = {}, place: Place = {}): StoredEvent =>
  stored({ ...listing.listed, data: { ...listing.listed.data, ...change } }, { occurredOn: '2026-05-21', ...place });

export const aRemoval = (change: Change<SubjectRemovedFromBlacklist> = {}, place: Place = {}): StoredEvent =>
  stored({ ...listing.removed, data: { ...listing.removed.data, ...change } }, { occurredOn: '2027-06-01', ...place });

const push = { pushId: 'push-1', subjectId, endpoint: 'credit-hebei', kind: 'penalty', eventId: 'event-1' };

export const aPushDelivered = (place: Place = {}): StoredEvent =>
  stored<PushDelivered>(
    {
      type: 'PushDelivered',
      data: { ...push, receiptNumber: 'HB-1', receivedAt: '2026-05-07T01:00:00.000Z' },
    },
    { occurredOn: '2026-05-07', ...place },
  );

export const aPushRefused = (place: Place = {}): StoredEvent =>
  stored<PushRefused>(
    {
      type: 'PushRefused',
      data: { ...push, code: '1001', message: '代码与名称不一致', fields: ['subjectName'], refusedOn: '2026-05-07' },
    },
    { occurredOn: '2026-05-07', ...place },
  );

export const aBidderCheck = (place: Place = {}): StoredEvent =>
  stored<BidderCheckAnswered>(
    {
      type: 'BidderCheckAnswered',
      data: {
        subjectId: null,
        checkId: 'check-1',
        askedAt: '2026-05-07T01:00:00.000Z',
        askedOn: '2026-05-07',
        position: 3,
        rows: [],
      },
    },
    { occurredOn: '2026-05-07', ...place },
  );

export const anErasure = (change: Change<PersonalDataErased> = {}, place: Place = {}): StoredEvent =>
  stored<PersonalDataErased>(
    {
      type: 'PersonalDataErased',
      data: {
        keyId: '0a0b0c0d-1111-4222-8333-444455556666',
        subjectId,
        whose: 'representative',
        ground: 'retention-expired',
        documentNumber: '廊消信删〔2027〕第1号',
        erasedOn: '2027-08-01',
        authorityName: '廊坊市消防救援支队',
        authorityCode: '11131000FGJJTG2G5W',
        ...change,
      },
    },
    { occurredOn: '2027-08-01', ...place },
  );

/** Events no score and no listing status depends on. */
export const withoutFact: readonly StoredEvent[] = [
  aHazardUnderSupervision(),
  anOverdueHazard(),
  aRegistration(),
  aRenaming(),
  aSpotCheck(),
  aCandidate(),
  aCandidateDismissed(),
  aNotice(),
  aDefence(),
  aDefenceAnswer(),
  aPushDelivered(),
  aPushRefused(),
  aBidderCheck(),
  anErasure(),
];

const naturalPerson = {
  subjectId: 'person-8b91ab7f24b0d0c1e2f3a4b5c6d7e8f9',
  subjectName: 'pd1.name',
  legalRepresentative: null,
  person: { identityType: '身份证', identityNumber: 'pd1.identity-number' },
} as const;

/** The events that say something else of a natural person than of a unit; sealed text is shortened. */
export const ofNaturalPersons: readonly StoredEvent[] = [
  aRegistration({ ...naturalPerson, subjectType: '自然人', subjectKind: 'OTHER' }),
  aPenaltyDecision({ ...naturalPerson, subjectCategory: '自然人', facts: 'pd1.text', penaltyContent: 'pd1.text' }),
];

/** One of every type, in the order in which they could have happened. */
export const oneOfEach: readonly StoredEvent[] = [
  aRegistration(),
  aCommitmentMade(),
  aHazardJudged(),
  aHazardUnderSupervision(),
  aPenaltyDecision(),
  aCandidate(),
  aPushDelivered(),
  aPushRefused(),
  aBidderCheck(),
  aCommitmentVerified(),
  aFalseCommitmentFound(),
  aCandidateDismissed(),
  aNotice(),
  aMissingCommitment(),
  aDefence(),
  aDefenceAnswer(),
  aSpotCheck(),
  aListing(),
  aFindingWithdrawal(),
  aRenaming(),
  anOverdueHazard(),
  aPenaltyRevocation(),
  aHazardRectified(),
  aRemoval(),
  anErasure(),
];
