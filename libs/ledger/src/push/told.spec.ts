import type { StoredEvent } from '@app/event-store';
import { KINDS } from '@app/exchange';
import { oneOfEach } from '../../../../test/support/one-of-each';
import type { LedgerEvent } from '../capabilities';
import type { RecordKind } from '../credit-repair/domain/credit-repair.events';
import { eventCatalogue } from '../event-catalogue';
import { publishedRules } from '../rule-set';
import { type BodyId, told } from './told';
import { columnOf, type ToldTable } from './told-table';

type EventType = LedgerEvent['type'];
const types = Object.keys(eventCatalogue) as EventType[];

/** The cells of the node, which is told most. */
const ofTheNode: Readonly<Record<EventType, string | null>> = {
  PenaltyDecisionRecorded: 'penalty',
  PenaltyDecisionRevoked: 'penalty-withdrawal',
  PenaltyDecisionChanged: 'penalty-change',
  PenaltyDecisionCorrected: 'penalty-correction',
  PenaltyDecisionFoundUnlawful: 'penalty-unlawful',
  PenaltyDecisionFoundVoid: 'penalty-void',
  ListingCandidateProposed: null,
  ListingCandidateDismissed: null,
  ListingIntentNotified: null,
  DefenceWindowDated: null,
  ListingDefenceReceived: null,
  ListingDefenceAnswered: null,
  SubjectListedOnBlacklist: 'list-entry',
  ListingCorrected: 'list-correction',
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
  CommitmentMade: 'commitment',
  CommitmentVerified: 'commitment',
  FalseCommitmentFound: 'commitment',
  FalseCommitmentFindingWithdrawn: 'commitment',
  CommitmentMissing: null,
  MajorFireHazardJudged: null,
  MajorFireHazardListedForSupervision: null,
  MajorFireHazardFoundOverdue: null,
  MajorFireHazardRectified: null,
  SpotCheckRecorded: 'spot-check',
  SpotCheckResultWithdrawn: 'spot-check-withdrawal',
  SpotCheckResultReplaced: 'spot-check',
  CreditSubjectRegistered: null,
  CreditSubjectRenamed: null,
  BidderCheckAnswered: null,
  PersonalDataErased: null,
  PushDelivered: null,
  PushRefused: null,
  PushGivenUp: null,
  PushRedriven: null,
  PushHeld: null,
  PushSentDespiteCheck: null,
  PushFoundLost: null,
  ReconciliationOpened: null,
  DiscrepancyFound: null,
  DiscrepancyResolved: null,
  ReconciliationClosed: null,
  PushOvertaken: null,
  PushPublicityOver: null,
  PushNothingThere: null,
  PushesPaused: null,
  PushesResumed: null,
  ExchangeDatabaseFoundRestored: null,
  ExchangeRestorationReviewed: null,
  PersonStatusAsked: null,
  PrintedPublicityFoundTooLong: null,
  PrintedPublicitySettled: null,
  ApiKeyIssued: null,
  ApiKeyRevoked: null,
  SealKeyIntroduced: null,
  RestoreBegun: null,
  RestoredLogVerified: null,
  RestoredKeysSettled: null,
  RestoredBodyCompared: null,
  LogBranchDeclared: null,
  RestoreClosed: null,
  LedgerAudited: null,
  ReadModelsCompared: null,
  PushAdopted: null,
  AdoptionAsked: null,
  AdoptionApproved: null,
  AdoptionCompleted: null,
  BodyBecameReal: null,
  BodyKeysPinned: null,
  BodyKeyChanged: null,
  SampleDataTaken: null,
  WorkingDaysPublished: null,
};

/** What each cell says of the example of its event, after what stands before it in its stream (`before`): the kinds of its messages, with commas between; or null: a reason. `pushes-of.spec.ts` has the messages, field by field. */
const cells: Readonly<Record<BodyId, Readonly<Record<EventType, string | null>>>> = {
  'credit-hebei': ofTheNode,
  'credit-china-hebei': { ...ofTheNode, CreditRepairApproved: 'penalty-withdrawal' }, // it hides, and has no place for results
  'gsxt-hebei': ofTheNode,
};
const bodies = Object.keys(cells) as BodyId[];

/** The same cells where the record that is repaired is no penalty: a commitment that was found false, and one that no body is told of. */
const ofOtherRecords: readonly (readonly [
  RecordKind,
  'CreditRepairApproved' | 'CreditRepairRevoked',
  string | null,
])[] = [
  ['false-commitment', 'CreditRepairApproved', 'commitment-repair'],
  ['false-commitment', 'CreditRepairRevoked', 'commitment-repair-revocation'],
  ['no-commitment', 'CreditRepairApproved', null],
  ['no-commitment', 'CreditRepairRevoked', null],
  ['hazard', 'CreditRepairApproved', null],
  ['hazard', 'CreditRepairRevoked', null],
];

/** Every kind that a body is told, by the cells. */
const kindsToldTo = (body: BodyId): ReadonlySet<string> =>
  new Set(
    [...Object.values(cells[body]), ...ofOtherRecords.map(([, , kind]) => kind)].flatMap(
      (cell) => cell?.split(', ') ?? [],
    ),
  );

/** What stands in the stream before an event that says nothing without it. */
const before: Partial<Record<EventType, readonly EventType[]>> = {
  PenaltyDecisionRevoked: ['PenaltyDecisionRecorded'],
  PenaltyDecisionChanged: ['PenaltyDecisionRecorded'],
  PenaltyDecisionCorrected: ['PenaltyDecisionRecorded'],
  PenaltyDecisionFoundUnlawful: ['PenaltyDecisionRecorded'],
  PenaltyDecisionFoundVoid: ['PenaltyDecisionRecorded'],
  ListingCorrected: ['ListingCandidateProposed', 'ListingIntentNotified', 'SubjectListedOnBlacklist'],
  CommitmentVerified: ['CommitmentMade'],
  FalseCommitmentFound: ['CommitmentMade'],
  FalseCommitmentFindingWithdrawn: ['CommitmentMade', 'FalseCommitmentFound'],
  SpotCheckResultWithdrawn: ['SpotCheckRecorded'],
  SpotCheckResultReplaced: ['SpotCheckRecorded', 'SpotCheckResultWithdrawn'],
  CreditRepairApproved: ['CreditRepairAppliedFor'],
  CreditRepairRevoked: ['CreditRepairAppliedFor', 'CreditRepairApproved'],
};
const exampleOf = (type: EventType): StoredEvent => {
  const example = oneOfEach.find((one) => one.type === type);
  if (!example) throw new Error(`there is no example of ${type}`);
  const recordedAt = '2027-01-04T02:00:00.000Z'; // every item of the catalogue is in force
  if (type !== 'CreditRepairApproved') return { ...example, recordedAt };
  const data = { ...(JSON.parse(Buffer.from(example.data).toString()) as object), bodies }; // all were told of the record
  return { ...example, recordedAt, data: Buffer.from(JSON.stringify(data)) };
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

  it.each(ofOtherRecords)('%s, %s: %s', (recordKind, type, kind) => {
    const history = [...(before[type] ?? []), type].map(exampleOf).map((stored) => {
      if (stored.type !== 'CreditRepairAppliedFor') return stored;
      const data = JSON.parse(Buffer.from(stored.data).toString()) as { readonly record: object };
      const application = { ...data, record: { ...data.record, kind: recordKind } };
      return { ...stored, data: Buffer.from(JSON.stringify(application)) };
    });
    const said = column.said(publishedRules, history);
    expect(typeof said === 'string' ? null : said.map((told) => told.kind).join(', ')).toBe(kind);
  });

  it.each(types.filter((type) => cells[body][type] === null))('says why it is not told of %s', (type) => {
    expect(told[type][body]).toMatch(/\p{Script=Han}/u);
  });

  it('is woken for the events it may be told of, and for no other', () => {
    expect([...column.types].sort()).toEqual(types.filter((type) => cells[body][type] !== null).sort());
  });
});

describe('the catalogue', () => {
  const { catalogue } = publishedRules.inForce('2026-12-01').telling;
  const at = (recordedAt: string, ...of: EventType[]) =>
    of.map((type): StoredEvent => ({ ...exampleOf(type), recordedAt }));
  const [early, late] = ['2026-11-30T15:59:59.999Z', '2026-11-30T16:00:00.000Z']; // midnight in Shanghai lies between
  const said = (...history: StoredEvent[]) => {
    const messages = columnOf(told, 'credit-hebei').said(publishedRules, history);
    return typeof messages === 'string' ? messages : messages.map(({ kind }) => kind);
  };

  it('has one item for each kind that a body is told, by their names', () => {
    for (const body of bodies) {
      const kinds = catalogue.filter((one) => one.body === body).map(({ kind }) => kind);
      expect(kinds.sort()).toEqual([...kindsToldTo(body)].sort());
    }
    expect(catalogue.filter(({ body }) => !(bodies as string[]).includes(body))).toEqual([]);
  });

  it('lets nothing out that was recorded before its day', () => {
    expect(said(...at(early, 'CommitmentMade'))).toContain('目录');
    expect(said(...at(late, 'CommitmentMade'))).toEqual(['commitment']);
    expect(said(...at(early, 'SpotCheckRecorded'))).toContain('目录');
    expect(said(...at(late, 'SpotCheckRecorded'))).toEqual(['spot-check']);
  });

  it('withdraws nothing that was never told, and tells again what stands alone', () => {
    const withdrawn = at(late, 'SpotCheckResultWithdrawn');
    expect(said(...at(early, 'SpotCheckRecorded'), ...withdrawn)).toContain('未曾报送');
    expect(said(...at(late, 'SpotCheckRecorded'), ...withdrawn)).toEqual(['spot-check-withdrawal']);
    expect(said(...at(early, 'SpotCheckRecorded'), ...withdrawn, ...at(late, 'SpotCheckResultReplaced'))).toEqual([
      'spot-check',
    ]);
    expect(said(...at(early, 'CommitmentMade'), ...at(late, 'FalseCommitmentFound'))).toEqual(['commitment']);
  });

  it('holds nothing back that was always told, nor what takes it back', () => {
    for (const [first, then] of [
      ['PenaltyDecisionRecorded', 'PenaltyDecisionFoundVoid'],
      ['PenaltyDecisionRecorded', 'PenaltyDecisionRevoked'],
    ] as const)
      expect(said(...at(early, first, then))).toHaveLength(1);
  });

  it('switches a kind off where it has no item', () => {
    const column = columnOf(told, 'credit-hebei', (_rules, kind) => kind !== 'penalty');
    expect(column.said(publishedRules, at(late, 'PenaltyDecisionRecorded'))).toContain('目录');
    expect(column.said(publishedRules, at(late, 'PenaltyDecisionRecorded', 'PenaltyDecisionFoundVoid'))).toContain(
      '未曾报送',
    );
  });
});

it('every kind of document is told to somebody', () => {
  expect(new Set(bodies.flatMap((body) => [...kindsToldTo(body)]))).toEqual(new Set<string>(KINDS));
});
