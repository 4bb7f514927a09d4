import { publishedRules as rules } from '../../rule-set';
import type { CreditFact, FactOrigin, ListedFact } from '../../credit-dossier/domain';
import { creditStatus } from './credit-status';

type Dossier = NonNullable<Parameters<typeof creditStatus>[1]>;

const origin = (position: number, occurredOn: string, recordedAt: string): FactOrigin => ({
  eventId: `event-${position}`,
  position,
  recordedAt,
  occurredOn,
  document: `paper-${position}`,
});
/** Decided on 5 March 2024, written down five days later; a fine of 2万元 counts -10 for three years. */
const penalty: CreditFact = {
  ...origin(2, '2024-03-05', '2024-03-10T01:00:00.000Z'),
  type: 'penalty-decision',
  decisionId: 'd1',
  penaltyKinds: ['罚款'],
  fineFen: 2_000_000,
  violationCode: null,
  severity: 'GENERAL',
  decidedOn: '2024-03-05',
  procedure: 'ordinary',
  effectiveUntil: null,
  ruleSetId: 'langfang-2023-05-01',
};
/** Revoked in June with effect from the day of the paper, written down in July. */
const revocation: CreditFact = {
  ...origin(4, '2024-06-01', '2024-07-01T01:00:00.000Z'),
  type: 'penalty-revoked',
  decisionId: 'd1',
  revokedOn: '2024-06-01',
};
const listing: ListedFact = {
  ...origin(3, '2024-04-01', '2024-04-02T01:00:00.000Z'),
  type: 'listed',
  listingId: 'l1',
  register: 'serious-dishonesty',
  ground: 'REFUSE_TO_CORRECT',
  listedOn: '2024-04-01',
  listedUntil: '2027-04-01',
  decisionNumber: 'paper-3',
  decisionBody: '廊坊市消防救援支队',
  legalBasis: '河北省消防条例',
};

const dossierOf = (...facts: CreditFact[]): Dossier => ({
  subjectId: '92131003MA9ANPJY55',
  names: [
    { name: '旧名', since: '2024-01-01', source: 'registered', recordedAt: '2024-01-01T01:00:00.000Z' },
    { name: '新名', since: '2024-05-01', source: 'registered', recordedAt: '2024-05-01T01:00:00.000Z' },
  ],
  facts,
  knownSince: '2024-01-01T01:00:00.000Z',
  newestAt: '2024-07-01T01:00:00.000Z',
  position: 4,
});
const today = '2026-06-01T00:00:00.000Z';
const statusOf = (dossier: Dossier | undefined, validAt: string, knownAt: string | null = null) =>
  creditStatus(rules, dossier, { validAt, knownAt, askedAt: today });

describe('the status of a subject', () => {
  it('is unknown when the ledger has never heard of it: not the same as clear', () => {
    expect(statusOf(undefined, '2024-05-01')).toEqual({ status: 'subject-unknown' });
  });

  it('is not listed, with a score, when nothing speaks against it', () => {
    expect(statusOf(dossierOf(), '2024-05-01')).toMatchObject({
      status: 'not-listed',
      name: '新名',
      formerNames: ['旧名'],
      score: 100,
      grade: 'A',
      listings: [],
      ruleSetId: 'langfang-2023-05-01',
    });
  });

  it('is not listed by however low a score', () => {
    const many = Array.from({ length: 12 }, (_, index): CreditFact => ({
      ...penalty,
      eventId: `event-${index}`,
      decisionId: `d${index}`,
    }));
    expect(statusOf(dossierOf(...many), '2024-05-01')).toMatchObject({
      status: 'not-listed',
      score: 0,
    });
  });

  it('is listed on every day of the listing, with grade D whatever the score', () => {
    const dossier = dossierOf(listing);
    expect(statusOf(dossier, '2024-03-31')).toMatchObject({ status: 'not-listed', grade: 'A' });
    expect(statusOf(dossier, '2024-04-01')).toMatchObject({
      status: 'listed',
      score: 100,
      grade: 'D',
      listings: [{ listingId: 'l1' }],
    });
    expect(statusOf(dossier, '2027-03-31')).toMatchObject({ status: 'listed' });
    expect(statusOf(dossier, '2027-04-01')).toMatchObject({ status: 'not-listed', listings: [] });
  });

  it('shows a case of the internal register, which is no joint punishment', () => {
    const internal = statusOf(dossierOf({ ...listing, register: 'key-supervision' }), '2024-05-01');
    expect(internal).toMatchObject({
      status: 'not-listed',
      grade: 'A',
      listings: [{ listingId: 'l1', register: 'key-supervision' }],
    });
  });
});

describe('both axes of time', () => {
  const dossier = dossierOf(penalty, listing, revocation);
  const answer = (validAt: string, knownAt: string) => {
    const found = statusOf(dossier, validAt, knownAt);
    if (found === 'recorded-ahead') return found;
    return found.status === 'subject-unknown' ? found.status : `${found.status} ${found.score} ${found.name}`;
  };

  it.each([
    ['2024-06-15', '2023-12-31T00:00:00.000Z', 'subject-unknown', 'nobody had heard of it'],
    ['2024-06-15', '2024-01-01T01:00:00.000Z', 'not-listed 100 旧名', 'known, and nothing of the penalty'],
    ['2024-03-05', '2024-03-10T00:59:59.999Z', 'not-listed 100 旧名', 'decided, but not written down'],
    ['2024-03-05', '2024-03-10T01:00:00.000Z', 'not-listed 90 旧名', 'written down at that very instant'],
    ['2024-03-04', '2024-03-10T01:00:00.000Z', 'not-listed 100 旧名', 'the day before the decision'],
    ['2024-04-01', '2024-04-02T00:59:59.999Z', 'not-listed 90 旧名', 'listed, but not written down'],
    ['2024-04-01', '2024-04-02T01:00:00.000Z', 'listed 90 旧名', 'listed'],
    ['2024-06-15', '2024-06-15T00:00:00.000Z', 'listed 90 新名', 'revoked, and nobody knew'],
    ['2024-06-15', '2024-07-01T01:00:00.000Z', 'listed 100 新名', 'known later: it had been revoked by then'],
    ['2024-05-31', '2024-07-01T01:00:00.000Z', 'listed 90 新名', 'the day before the revocation it counted'],
  ])('valid at %s, known at %s: %s (%s)', (validAt, knownAt, expected) => {
    expect(answer(validAt, knownAt)).toBe(expected);
  });
});
