import * as fc from 'fast-check';
import type {
  CreditFact,
  FactOrigin,
  FalseCommitmentFact,
  FalseCommitmentWithdrawnFact,
  HazardJudgedFact,
  HazardRectifiedFact,
  PenaltyDecisionFact,
  PenaltyRevokedFact,
} from '../../credit-dossier/domain';
import { publishedRules as rules } from '../../rule-set';
import type { Day } from '../../shared';
import { listingIdOf } from './blacklist-listing';
import { type EarlierCase, evidenceObstacle, type FoundGround, groundsMet } from './grounds';

const subjectId = '92131003MA9ANPJY55';

const origin = (name: string, occurredOn: Day): FactOrigin => ({
  eventId: `event-of-${name}`,
  position: 1,
  recordedAt: '2026-01-01T00:00:00.000Z',
  occurredOn,
  document: `paper-of-${name}`,
});

/** A fine without a code that means anything more: GENERAL, three years of publicity under 令58. */
const penalty = (
  decisionId: string,
  decidedOn: Day,
  given: Partial<PenaltyDecisionFact> = {},
): PenaltyDecisionFact => ({
  ...origin(decisionId, decidedOn),
  type: 'penalty-decision',
  decisionId,
  penaltyKinds: ['罚款'],
  fineFen: 2_000_000,
  violationCode: 'FPL-60-1-3',
  severity: 'GENERAL',
  decidedOn,
  procedure: 'ordinary',
  effectiveUntil: null,
  ruleSetId: rules.inForce(decidedOn).id,
  ...given,
});
const revocation = (decisionId: string, revokedOn: Day): PenaltyRevokedFact => ({
  ...origin(`revocation-of-${decisionId}`, revokedOn),
  type: 'penalty-revoked',
  decisionId,
  revokedOn,
});
const falseCommitment = (foundOn: Day, given: Partial<FalseCommitmentFact> = {}): FalseCommitmentFact => ({
  ...origin('c1', foundOn),
  type: 'false-commitment',
  commitmentId: 'c1',
  foundOn,
  serious: true,
  severity: 'SERIOUS',
  detail: '疏散通道与承诺不符',
  ruleSetId: rules.inForce(foundOn).id,
  ...given,
});
const withdrawal = (withdrawnOn: Day, commitmentId = 'c1'): FalseCommitmentWithdrawnFact => ({
  ...origin(`withdrawal-of-${commitmentId}`, withdrawnOn),
  position: 2,
  type: 'false-commitment-withdrawn',
  commitmentId,
  withdrawnOn,
});
const hazard = (judgedOn: Day, rectifyBy: Day): HazardJudgedFact => ({
  ...origin('h1', judgedOn),
  type: 'hazard-judged',
  hazardId: 'h1',
  judgedOn,
  rectifyBy,
  ruleSetId: rules.inForce(judgedOn).id,
});
const closing = (closedOn: Day, hazardId = 'h1'): HazardRectifiedFact => ({
  ...origin(`closing-of-${hazardId}`, closedOn),
  type: 'hazard-rectified',
  hazardId,
  closedOn,
});

const given = (...facts: CreditFact[]) => ({
  on: (day: Day, ...earlier: EarlierCase[]) => groundsMet(rules, subjectId, facts, earlier, day),
});
/** A ground with the names of the papers it rests on. */
const papers = (found: readonly FoundGround[]) =>
  found.map(({ ground, evidence }) => `${ground} ${evidence.map(({ document }) => document.slice(9)).join(' ')}`);

describe('承诺严重失实', () => {
  const found = falseCommitment('2024-08-17');

  it('is a ground from the day of the finding, named by the commitment', () => {
    expect(given(found).on('2024-08-17')).toEqual([
      {
        listingId: listingIdOf(subjectId, 'FALSE_COMMITMENT', 'c1'),
        ground: 'FALSE_COMMITMENT',
        evidence: [{ eventId: 'event-of-c1', document: 'paper-of-c1', occurredOn: '2024-08-17' }],
      },
    ]);
    expect(given(found).on('2024-08-16')).toEqual([]);
  });

  it('is none when the finding is not serious', () => {
    expect(given(falseCommitment('2024-08-17', { serious: false })).on('2024-08-17')).toEqual([]);
  });

  it('is none from the day the finding is withdrawn', () => {
    const withdrawn = given(found, withdrawal('2024-10-01'));
    expect(papers(withdrawn.on('2024-09-30'))).toEqual(['FALSE_COMMITMENT c1']);
    expect(withdrawn.on('2024-10-01')).toEqual([]);
  });

  it('is one again when it is found again after the withdrawal', () => {
    const again = falseCommitment('2024-11-01', { position: 3 });
    expect(papers(given(found, withdrawal('2024-10-01'), again).on('2024-11-01'))).toEqual(['FALSE_COMMITMENT c1']);
  });

  it('is not touched by the withdrawal of another finding', () => {
    expect(papers(given(found, withdrawal('2024-10-01', 'c2')).on('2024-10-01'))).toEqual(['FALSE_COMMITMENT c1']);
  });

  it('is none when its publicity is over', () => {
    expect(papers(given(found).on('2027-08-16'))).toEqual(['FALSE_COMMITMENT c1']);
    expect(given(found).on('2027-08-17')).toEqual([]);
  });
});

describe('存在重大火灾隐患', () => {
  const judged = hazard('2024-01-10', '2024-04-10');

  it('is a ground from the day after the deadline, named by the hazard', () => {
    expect(given(judged).on('2024-04-10')).toEqual([]);
    expect(given(judged).on('2024-04-11')).toEqual([
      {
        listingId: listingIdOf(subjectId, 'MAJOR_HAZARD', 'h1'),
        ground: 'MAJOR_HAZARD',
        evidence: [{ eventId: 'event-of-h1', document: 'paper-of-h1', occurredOn: '2024-01-10' }],
      },
    ]);
  });

  it('stays one for as long as it is open', () => {
    expect(papers(given(judged).on('2034-04-11'))).toEqual(['MAJOR_HAZARD h1']);
  });

  it('is none when it was closed in time', () => {
    expect(given(judged, closing('2024-04-10')).on('2024-04-11')).toEqual([]);
  });

  it('is none from the day it is closed late', () => {
    const closedLate = given(judged, closing('2024-06-01'));
    expect(papers(closedLate.on('2024-05-31'))).toEqual(['MAJOR_HAZARD h1']);
    expect(closedLate.on('2024-06-01')).toEqual([]);
  });

  it('is not touched by the closing of another', () => {
    expect(papers(given(judged, closing('2024-04-10', 'h2')).on('2024-04-11'))).toEqual(['MAJOR_HAZARD h1']);
  });
});

describe('拒不改正违法行为', () => {
  const refusing = penalty('p1', '2024-03-05', { violationCode: 'FPL-60-1-7' });

  it.each(['FPL-60-1-7', 'FPL-60-3'])('is a ground by the code of the violation: %s', (violationCode) => {
    expect(given(penalty('p1', '2024-03-05', { violationCode })).on('2024-03-05')).toEqual([
      {
        listingId: listingIdOf(subjectId, 'REFUSE_TO_CORRECT', 'p1'),
        ground: 'REFUSE_TO_CORRECT',
        evidence: [{ eventId: 'event-of-p1', document: 'paper-of-p1', occurredOn: '2024-03-05' }],
      },
    ]);
  });

  it.each(['FPL-60-1-3', null])('is none with another code: %s', (violationCode) => {
    expect(given(penalty('p1', '2024-03-05', { violationCode })).on('2024-03-05')).toEqual([]);
  });

  it('is none before the day of the decision', () => {
    expect(given(refusing).on('2024-03-04')).toEqual([]);
  });

  it('is none from the day the decision is revoked', () => {
    const revoked = given(refusing, revocation('p1', '2024-06-01'));
    expect(papers(revoked.on('2024-05-31'))).toEqual(['REFUSE_TO_CORRECT p1']);
    expect(revoked.on('2024-06-01')).toEqual([]);
  });

  it('is none when its publicity is over', () => {
    expect(papers(given(refusing).on('2027-03-04'))).toEqual(['REFUSE_TO_CORRECT p1']);
    expect(given(refusing).on('2027-03-05')).toEqual([]);
  });
});

describe('多次违法违规', () => {
  const [first, second, third, fourth] = [
    penalty('p1', '2024-01-10'),
    penalty('p2', '2024-06-10'),
    penalty('p3', '2025-01-09'),
    penalty('p4', '2025-02-01'),
  ];
  const idOf = (number: number) => listingIdOf(subjectId, 'REPEATED_VIOLATIONS', String(number));
  const aCase = (ended: EarlierCase['ended'], ...decisions: PenaltyDecisionFact[]): EarlierCase => ({
    ground: 'REPEATED_VIOLATIONS',
    ended,
    evidenceEventIds: decisions.map(({ eventId }) => eventId),
  });

  it('is a ground with three decisions within twelve months, named as the first case of the subject', () => {
    const found = given(first, second, third).on('2025-01-09');
    expect(papers(found)).toEqual(['REPEATED_VIOLATIONS p1 p2 p3']);
    expect(found.map(({ listingId }) => listingId)).toEqual([idOf(1)]);
  });

  it('rests on all of them, when there are more', () => {
    const more = given(first, second, penalty('p3', '2024-07-01'), penalty('p4', '2024-08-01'));
    expect(papers(more.on('2024-08-01'))).toEqual(['REPEATED_VIOLATIONS p1 p2 p3 p4']);
  });

  it('is none with two', () => {
    expect(given(first, second).on('2024-06-10')).toEqual([]);
    expect(given(first, second, third).on('2025-01-08')).toEqual([]);
  });

  it('is none when the third comes on the day the window has passed', () => {
    expect(given(first, second, penalty('p3', '2025-01-10')).on('2025-01-10')).toEqual([]);
  });

  it('has a window through the day of the same number, as terms of months are read now', () => {
    const two = [penalty('p1', '2026-01-10'), penalty('p2', '2026-02-01')];
    expect(papers(given(...two, penalty('p3', '2027-01-10')).on('2027-01-10'))).toEqual([
      'REPEATED_VIOLATIONS p1 p2 p3',
    ]);
    expect(given(...two, penalty('p3', '2027-01-11')).on('2027-01-11')).toEqual([]);
  });

  it('looks at every window, not only the first', () => {
    expect(papers(given(penalty('p0', '2023-06-01'), first, second, third).on('2025-01-09'))).toEqual([
      'REPEATED_VIOLATIONS p1 p2 p3',
    ]);
  });

  it('does not count a decision that was revoked', () => {
    const revoked = given(first, second, third, revocation('p2', '2025-03-01'));
    expect(papers(revoked.on('2025-02-28'))).toEqual(['REPEATED_VIOLATIONS p1 p2 p3']);
    expect(revoked.on('2025-03-01')).toEqual([]);
  });

  it('does not count a decision from the day it was found unlawful, or void, and counts one that was changed while it is public', () => {
    const found = { ...revocation('p2', '2025-03-01'), foundOn: '2025-03-01' };
    for (const type of ['penalty-found-unlawful', 'penalty-found-void'] as const) {
      const fallen = given(first, second, third, { ...found, type });
      expect(papers(fallen.on('2025-02-28'))).toEqual(['REPEATED_VIOLATIONS p1 p2 p3']);
      expect(fallen.on('2025-03-01')).toEqual([]);
    }
    const warned = { penaltyKinds: ['警告'], fineFen: null, severity: 'MINOR', effectiveUntil: null } as const;
    const changed = given(first, second, third, {
      ...found,
      type: 'penalty-changed',
      changedOn: '2025-03-01',
      ...warned,
    });
    expect(changed.on('2025-02-28')).toHaveLength(1);
    expect(changed.on('2025-09-01')).toEqual([]); // p2 is public as a warning is
  });

  it('does not count a decision whose publicity is over', () => {
    expect(papers(given(first, second, third).on('2027-01-09'))).toEqual(['REPEATED_VIOLATIONS p1 p2 p3']);
    expect(given(first, second, third).on('2027-01-10')).toEqual([]);
  });

  it('is none while a case of this ground is open, whatever comes in', () => {
    expect(given(first, second, third, fourth).on('2025-02-01', aCase('no', first, second, third))).toEqual([]);
  });

  it('is not kept closed by an open case of another ground', () => {
    const other: EarlierCase = { ground: 'REFUSE_TO_CORRECT', ended: 'no', evidenceEventIds: [first.eventId] };
    expect(papers(given(first, second, third).on('2025-01-09', other))).toEqual(['REPEATED_VIOLATIONS p1 p2 p3']);
  });

  it('is none when the authority has looked at all of the papers and let it be', () => {
    expect(given(first, second, third).on('2025-01-09', aCase('dismissed', first, second, third))).toEqual([]);
  });

  it('is one again when a paper comes that nobody has looked at, as the second case', () => {
    const dismissed = aCase('dismissed', first, second, penalty('p3', '2024-07-01'));
    const found = given(first, second, penalty('p3', '2024-07-01'), penalty('p4', '2024-08-01')).on(
      '2024-08-01',
      dismissed,
    );
    expect(papers(found)).toEqual(['REPEATED_VIOLATIONS p1 p2 p3 p4']);
    expect(found.map(({ listingId }) => listingId)).toEqual([idOf(2)]);
  });

  it('does not use papers a listing has used up', () => {
    const used = aCase('removed', first, second, third);
    const [fifth, sixth] = [penalty('p5', '2025-03-01'), penalty('p6', '2025-04-01')];
    expect(given(first, second, third, fourth, fifth).on('2025-03-01', used)).toEqual([]);
    const found = given(first, second, third, fourth, fifth, sixth).on('2025-04-01', used);
    expect(papers(found)).toEqual(['REPEATED_VIOLATIONS p4 p5 p6']);
    expect(found.map(({ listingId }) => listingId)).toEqual([idOf(2)]);
  });

  it('counts cases that ended either way', () => {
    const found = given(fourth, penalty('p5', '2025-03-01'), penalty('p6', '2025-04-01')).on(
      '2025-04-01',
      aCase('removed', first),
      aCase('dismissed', second),
    );
    expect(found.map(({ listingId }) => listingId)).toEqual([idOf(3)]);
  });
});

describe('多次违法违规 of a subject with 10,000 decisions', () => {
  it('is looked for without comparing each with each', () => {
    let looks = 0;
    const many = Array.from({ length: 10_000 }, (_, at): PenaltyDecisionFact => {
      const decidedOn = `2025-0${1 + (at % 9)}-${10 + (at % 19)}`;
      return Object.defineProperty(penalty(`p${at}`, decidedOn), 'decidedOn', {
        get: () => {
          looks += 1;
          return decidedOn;
        },
      });
    });
    const dismissed: EarlierCase = {
      ground: 'REPEATED_VIOLATIONS',
      ended: 'dismissed',
      evidenceEventIds: many.map(({ eventId }) => eventId),
    };
    expect(given(...many).on('2025-12-01', dismissed)).toEqual([]);
    expect(looks).toBeLessThan(1_000_000); // sorting takes some 300,000; each with each would be a hundred million
  });
});

describe('several grounds', () => {
  const facts: CreditFact[] = [
    falseCommitment('2024-08-17'),
    hazard('2024-01-10', '2024-04-10'),
    penalty('p1', '2024-03-05', { violationCode: 'FPL-60-3' }),
    penalty('p2', '2024-05-05'),
    penalty('p3', '2024-05-05'),
    penalty('p4', '2024-07-05'),
    revocation('p4', '2024-08-01'),
  ];

  it('are each found, however grave the others are', () => {
    expect(papers(given(...facts).on('2024-09-01'))).toEqual([
      'FALSE_COMMITMENT c1',
      'MAJOR_HAZARD h1',
      'REFUSE_TO_CORRECT p1',
      'REPEATED_VIOLATIONS p1 p2 p3',
    ]);
  });

  it('are the same in whatever order the papers arrived', () => {
    const inOrder = given(...facts).on('2024-09-01');
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
        expect(given(...shuffled).on('2024-09-01')).toEqual(inOrder);
      }),
    );
  });

  it('are none for a subject without facts', () => {
    expect(given().on('2024-09-01')).toEqual([]);
  });
});

describe('evidence that no longer stands', () => {
  const decision = penalty('p1', '2024-03-05');
  const finding = falseCommitment('2024-08-17');
  const judged = hazard('2024-01-10', '2024-04-10');
  const all = [decision, finding, judged].map(({ eventId }) => eventId);
  const fallen = (facts: readonly CreditFact[], eventIds: readonly string[], day: Day) =>
    evidenceObstacle(rules, facts, eventIds, day)?.facts.documents ?? [];

  it('is a penalty from the day of its revocation, and a finding from the day of its withdrawal', () => {
    const facts = [decision, finding, judged, revocation('p1', '2024-09-01'), withdrawal('2024-10-01')];
    expect(fallen(facts, all, '2024-08-31')).toEqual([]);
    expect(fallen(facts, all, '2024-09-01')).toEqual(['paper-of-p1']);
    expect(fallen(facts, all, '2024-10-01')).toEqual(['paper-of-p1', 'paper-of-c1']);
  });

  it('is not a finding that was made after the withdrawal', () => {
    const again = falseCommitment('2024-11-01', { position: 3, eventId: 'event-of-c1-again' });
    const facts = [finding, withdrawal('2024-10-01'), again];
    expect(fallen(facts, [again.eventId], '2024-11-01')).toEqual([]);
    expect(fallen(facts, [finding.eventId], '2024-11-01')).toEqual(['paper-of-c1']);
  });

  it('is none of a paper the case does not rest on', () => {
    const facts = [decision, finding, revocation('p1', '2024-09-01')];
    expect(fallen(facts, [finding.eventId], '2024-09-01')).toEqual([]);
    expect(fallen(facts, [], '2024-09-01')).toEqual([]);
  });

  it('is not a hazard that was closed after its deadline: that it was overdue stays true', () => {
    expect(fallen([judged, closing('2024-06-01')], all, '2024-06-01')).toEqual([]);
  });
});
