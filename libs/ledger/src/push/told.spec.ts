import type { StoredEvent } from '@app/event-store';
import { KINDS } from '@app/exchange';
import { oneOfEach } from '../../../../test/support/one-of-each';
import type { LedgerEvent } from '../capabilities';
import { eventCatalogue } from '../event-catalogue';
import { publishedRules } from '../rule-set';
import { type BodyId, told } from './told';
import { columnOf, type ToldTable } from './told-table';

type EventType = LedgerEvent['type'];
const types = Object.keys(eventCatalogue) as EventType[];

/** What each cell says of the example of its event: the kinds of its messages, with commas between; or null: a reason. `pushes-of.spec.ts` has the messages, field by field. */
const cells: Readonly<Record<BodyId, Readonly<Record<EventType, string | null>>>> = {
  'credit-hebei': {
    PenaltyDecisionRecorded: 'penalty',
    PenaltyDecisionRevoked: 'penalty-withdrawal',
    PenaltyDecisionChanged: null,
    PenaltyDecisionFoundUnlawful: null,
    PenaltyDecisionFoundVoid: null,
    ListingCandidateProposed: null,
    ListingCandidateDismissed: null,
    ListingIntentNotified: null,
    DefenceWindowDated: null,
    ListingDefenceReceived: null,
    ListingDefenceAnswered: null,
    SubjectListedOnBlacklist: 'list-entry',
    ListingCorrected: null,
    SubjectRemovedFromBlacklist: 'list-removal',
    CreditRepairAppliedFor: null,
    CreditRepairReturned: null,
    CreditRepairApplicationCompleted: null,
    CreditRepairNotAccepted: null,
    CreditRepairAccepted: null,
    CreditRepairVerified: null,
    CreditRepairAnswerExtended: null,
    CreditRepairApproved: 'repair-result, penalty-withdrawal',
    CreditRepairRejected: null,
    CreditRepairConfirmed: null,
    CreditRepairCompleted: null,
    CreditRepairRevoked: 'repair-revocation',
    CreditRepairTermDated: null,
    CreditRecordSuspended: null,
    CreditRecordSuspensionEnded: null,
    CommitmentMade: null,
    CommitmentVerified: null,
    FalseCommitmentFound: null,
    FalseCommitmentFindingWithdrawn: null,
    CommitmentMissing: null,
    MajorFireHazardJudged: null,
    MajorFireHazardListedForSupervision: null,
    MajorFireHazardFoundOverdue: null,
    MajorFireHazardRectified: null,
    SpotCheckRecorded: null,
    SpotCheckResultWithdrawn: null,
    SpotCheckResultReplaced: null,
    CreditSubjectRegistered: null,
    CreditSubjectRenamed: null,
    BidderCheckAnswered: null,
    PersonalDataErased: null,
    PushDelivered: null,
    PushRefused: null,
    PushGivenUp: null,
    PushRedriven: null,
    PersonStatusAsked: null,
    PrintedPublicityFoundTooLong: null,
    PrintedPublicitySettled: null,
    ApiKeyIssued: null,
    ApiKeyRevoked: null,
    SealKeyIntroduced: null,
    LedgerAudited: null,
    WorkingDaysPublished: null,
  },
};
const bodies = Object.keys(cells) as BodyId[];

/** What stands in the stream before an event that says nothing without it. */
const before: Partial<Record<EventType, readonly EventType[]>> = {
  CreditRepairApproved: ['CreditRepairAppliedFor'],
  CreditRepairRevoked: ['CreditRepairAppliedFor', 'CreditRepairApproved'],
};
const exampleOf = (type: EventType): StoredEvent => {
  const example = oneOfEach.find((one) => one.type === type);
  if (!example) throw new Error(`there is no example of ${type}`);
  return example;
};

it('the table has a row for every event that is recorded', () => {
  expect(Object.keys(told).sort()).toEqual([...types].sort());
});

it('a table without a row for an event does not compile', () => {
  const { PushDelivered, PushRefused } = told;
  // @ts-expect-error all the others are missing
  const incomplete: ToldTable<BodyId> = { PushDelivered, PushRefused };
  expect(Object.keys(incomplete)).toHaveLength(2);
});

it('a table without a cell for a body does not compile', () => {
  // @ts-expect-error market-regulation has no column
  const incomplete: ToldTable<BodyId | 'market-regulation'> = told;
  expect(incomplete).toBe(told);
});

describe.each(bodies)('%s', (body) => {
  const column = columnOf(told, body);

  it.each(types.map((type) => [type, cells[body][type]] as const))('%s: %s', (type, kind) => {
    const said = column.said(publishedRules, [...(before[type] ?? []), type].map(exampleOf));
    expect(typeof said === 'string' ? null : said.map((told) => told.kind).join(', ')).toBe(kind);
  });

  it.each(types.filter((type) => cells[body][type] === null))('says why it is not told of %s', (type) => {
    expect(told[type][body]).toMatch(/\p{Script=Han}/u);
  });

  it('is woken for the events it may be told of, and for no other', () => {
    expect([...column.types].sort()).toEqual(types.filter((type) => cells[body][type] !== null).sort());
  });
});

it('every kind of document is told to somebody', () => {
  const kinds = bodies.flatMap((body) => Object.values(cells[body])).flatMap((kind) => kind?.split(', ') ?? []);
  expect(new Set(kinds)).toEqual(new Set<string>(KINDS));
});
