import type { CreditFact } from '../../credit-dossier/domain';
import { publishedRules as rules } from '../../rule-set';
import { addDays, type Day, Refusal } from '../../shared';
import { creditScore } from './credit-score';
import {
  aChange,
  aClosing,
  aFalseCommitment,
  aHazard,
  aListing,
  aMissingCommitment,
  aPenalty,
  aRemoval,
  anUnlawfulness,
  aRevocation,
  aVoidness,
} from '../../credit-dossier/domain/credit-fact.examples';

const given = (...facts: CreditFact[]) => ({
  on: (day: Day) => {
    const { score, grade, contributions } = creditScore(rules, facts, day);
    const points = contributions.map(({ rule, points }) => `${rule} ${points}`);
    return { score, grade, points };
  },
});
const CLEAR = { score: 100, grade: 'A', points: ['base 100'] };

describe('a subject without facts', () => {
  it('has the base of the rule set in force', () => {
    expect(given().on('2024-05-01')).toEqual(CLEAR);
    expect(creditScore(rules, [], '2024-05-01').ruleSetId).toBe('langfang-2023-05-01');
    expect(creditScore(rules, [], '2026-04-01').ruleSetId).toBe('langfang-2026-04-01');
  });
});

describe('a penalty decision', () => {
  it.each([
    [0, -5],
    [999_999, -5],
    [1_000_000, -10],
    [4_999_999, -10],
    [5_000_000, -20],
    [30_000_000, -20],
  ])('with a fine of %i fen counts %i', (fineFen, points) => {
    expect(given(aPenalty({ fineFen })).on('2024-05-01').points).toEqual(['base 100', `penalty-fine ${points}`]);
  });

  it('counts the smallest band when the amount is not recorded', () => {
    expect(given(aPenalty({ fineFen: null })).on('2024-05-01').points).toContain('penalty-fine -5');
  });

  it('counts a warning', () => {
    const warning = aPenalty({ penaltyKinds: ['警告'], fineFen: null, severity: 'MINOR' });
    expect(given(warning).on('2024-05-01')).toEqual({
      score: 98,
      grade: 'A',
      points: ['base 100', 'penalty-warning -2'],
    });
  });

  it('counts every kind once: fine and 停产停业', () => {
    const both = aPenalty({
      penaltyKinds: ['罚款', '责令停产停业', '责令停止使用'],
      fineFen: 26_450_000,
      severity: 'SERIOUS',
    });
    expect(given(both).on('2024-05-01')).toEqual({
      score: 50,
      grade: 'D',
      points: ['base 100', 'penalty-fine -20', 'penalty-stop -30'],
    });
  });

  it('counts a refusal to correct and a false document by the violation code', () => {
    expect(given(aPenalty({ violationCode: 'FPL-60-1-7' })).on('2024-05-01').points).toContain(
      'refusal-to-correct -30',
    );
    expect(given(aPenalty({ violationCode: 'FPL-69-1B' })).on('2024-05-01').points).toContain('false-document -60');
    expect(given(aPenalty({ violationCode: null })).on('2024-05-01').points).toHaveLength(2);
  });

  it('counts from the day of the decision to the last day of publicity', () => {
    const subject = given(aPenalty({ decidedOn: '2024-03-05' })); // GENERAL under 令58: three years
    expect(subject.on('2024-03-04')).toEqual(CLEAR);
    expect(subject.on('2024-03-05').score).toBe(90);
    expect(subject.on('2027-03-04').score).toBe(90);
    expect(subject.on('2027-03-05')).toEqual(CLEAR);
  });

  it('is judged by the rule set of its document, even when another is in force on the day', () => {
    const old = given(aPenalty({ decidedOn: '2026-03-31' }));
    const young = given(aPenalty({ decidedOn: '2026-04-01' }));
    expect(old.on('2027-04-01').score).toBe(90);
    expect(young.on('2027-04-01')).toEqual(CLEAR);
  });

  it('counts for nothing from the day it is revoked', () => {
    const subject = given(aPenalty(), aRevocation({ revokedOn: '2024-06-01' }));
    expect(subject.on('2024-05-31').score).toBe(90);
    expect(subject.on('2024-06-01')).toEqual(CLEAR);
  });

  it('counts for what it was changed to from the day of the change, and says so', () => {
    const subject = given(aPenalty(), aChange({ changedOn: '2024-05-01' }));
    expect(subject.on('2024-04-30')).toMatchObject({ score: 90 });
    expect(subject.on('2024-05-01').points).toEqual(['base 100', 'penalty-warning -2']);
    const { contributions } = creditScore(rules, [aPenalty(), aChange({ changedOn: '2024-05-01' })], '2024-05-01');
    expect(contributions[1]).toMatchObject({
      eventId: 'event-1',
      rule: 'penalty-warning',
      from: '2024-05-01',
      sentence:
        '廊消行罚决字〔2024〕第0001号：警告（经廊消行变字〔2024〕第0001号变更），按“警告类处罚”规则扣2分，自2024-05-01至2024-06-04计入。',
    });
  });

  it.each([anUnlawfulness(), aVoidness()])('counts for nothing from the day it is found so: $type', (found) => {
    const subject = given(aPenalty(), found);
    expect(subject.on('2024-05-31').score).toBe(90);
    expect(subject.on('2024-06-01').score).toBe(100);
  });

  it('counts for nothing before the day it occurred, whatever date it prints', () => {
    const subject = given(aPenalty({ decidedOn: '2024-03-05', occurredOn: '2024-03-20' }));
    expect(subject.on('2024-03-19')).toEqual(CLEAR);
    expect(subject.on('2024-03-20').score).toBe(90);
  });

  it('is explained in one Chinese sentence with paper, rule and days', () => {
    expect(creditScore(rules, [aPenalty()], '2024-05-01').contributions[1]).toEqual({
      eventId: 'event-1',
      rule: 'penalty-fine',
      points: -10,
      document: '廊消行罚决字〔2024〕第0001号',
      from: '2024-03-05',
      until: '2027-03-05',
      sentence: '廊消行罚决字〔2024〕第0001号：罚款2.05万元，按“罚款”规则扣10分，自2024-03-05至2027-03-04计入。',
    });
  });

  it('is refused when it names a rule set nobody has', () => {
    expect(() => creditScore(rules, [aPenalty({ ruleSetId: 'DEMO-0' })], '2024-05-01')).toThrow(
      new Refusal('rule-set-unknown', { ruleSetId: 'DEMO-0' }),
    );
  });
});

describe('a commitment', () => {
  it('found false counts as long as a GENERAL record is public, a serious one as long as a SERIOUS record', () => {
    const foundOn = '2026-05-01';
    const plain = given(aFalseCommitment({ foundOn }));
    const serious = given(aFalseCommitment({ foundOn, serious: true }));
    expect(plain.on('2027-04-30').points).toEqual(['base 100', 'false-commitment -30']);
    expect(plain.on('2027-05-01')).toEqual(CLEAR);
    expect(serious.on('2029-04-30').score).toBe(70);
    expect(serious.on('2029-05-01')).toEqual(CLEAR);
  });

  it('counts for nothing from the day the finding is withdrawn, until it is found false again', () => {
    const withdrawal: CreditFact = {
      ...aRevocation(),
      type: 'false-commitment-withdrawn',
      commitmentId: 'commitment-1',
      withdrawnOn: '2024-10-01',
      occurredOn: '2024-10-01',
      position: 9,
    };
    const subject = given(aFalseCommitment(), withdrawal, aFalseCommitment({ foundOn: '2024-12-01', position: 10 }));
    expect(subject.on('2024-09-30').score).toBe(70);
    expect(subject.on('2024-10-01')).toEqual(CLEAR);
    expect(subject.on('2024-12-01').score).toBe(70);
  });

  it('never made counts like a false one', () => {
    expect(given(aMissingCommitment()).on('2024-08-17').points).toEqual(['base 100', 'no-commitment -30']);
  });

  it('made and verified counts for nothing', () => {
    const origin = aMissingCommitment();
    const made: CreditFact = {
      ...origin,
      type: 'commitment-made',
      commitmentId: 'c',
      madeOn: '2024-08-17',
      verificationDueOn: '2024-09-14',
    };
    const verified: CreditFact = {
      ...origin,
      type: 'commitment-verified',
      commitmentId: 'c',
      verifiedOn: '2024-08-20',
    };
    expect(given(made, verified).on('2025-01-01')).toEqual(CLEAR);
  });
});

describe('a major fire hazard', () => {
  it('costs points from the day after its deadline, without anybody writing', () => {
    const open = given(aHazard({ rectifyBy: '2024-04-10' }));
    expect(open.on('2024-04-10')).toEqual(CLEAR);
    expect(open.on('2024-04-11')).toEqual({ score: 60, grade: 'C', points: ['base 100', 'hazard-overdue -40'] });
    expect(open.on('2034-04-11').score).toBe(60);
  });

  it('gives part back when closed late; both end with the publicity of a SERIOUS record', () => {
    const closed = given(aHazard(), aClosing({ closedOn: '2024-07-01' }));
    expect(closed.on('2024-06-30').score).toBe(60);
    expect(closed.on('2024-07-01').points).toEqual(['base 100', 'hazard-overdue -40', 'hazard-closed 20']);
    expect(closed.on('2027-06-30').score).toBe(80);
    expect(closed.on('2027-07-01')).toEqual(CLEAR);
  });

  it.each(['2024-03-01', '2024-04-10'])('closed in time on %s counts for nothing', (closedOn) => {
    const closed = given(aHazard({ rectifyBy: '2024-04-10' }), aClosing({ closedOn }));
    expect(closed.on('2024-04-11')).toEqual(CLEAR);
  });

  it('closed on the day after the deadline was overdue for a day', () => {
    const closed = given(aHazard({ rectifyBy: '2024-04-10' }), aClosing({ closedOn: '2024-04-11' }));
    expect(closed.on('2024-04-11').points).toEqual(['base 100', 'hazard-overdue -40', 'hazard-closed 20']);
  });

  it('names the closing paper for the points given back', () => {
    const { contributions } = creditScore(rules, [aHazard(), aClosing()], '2024-07-01');
    expect(contributions.map(({ eventId, document }) => [eventId, document])).toEqual([
      [null, null],
      ['event-5', '131028ZD20240001'],
      ['event-6', '131028XA20240001'],
    ]);
  });
});

describe('score and grade', () => {
  it('stop at the floor, and say so with points', () => {
    const stops = [1, 2, 3, 4].map((position) =>
      aPenalty({
        position,
        eventId: `event-${position}`,
        decisionId: `decision-${position}`,
        penaltyKinds: ['责令停产停业'],
      }),
    );
    const { score, points } = given(...stops).on('2024-05-01');
    expect(score).toBe(0);
    expect(points.at(-1)).toBe('floor 20');
  });

  it.each([
    [[], 100, 'A'],
    [[-10], 90, 'A'],
    [[-10, -5], 85, 'B'],
    [[-10, -10, -5], 75, 'B'],
    [[-20, -5, -5], 70, 'C'],
    [[-20, -20], 60, 'C'],
    [[-20, -20, -5], 55, 'D'],
  ])('fines %j give %i, grade %s', (fines, score, grade) => {
    const fineFen = new Map([
      [-5, 500_000],
      [-10, 1_000_000],
      [-20, 5_000_000],
    ]);
    const facts = fines.map((points, position) =>
      aPenalty({ position, decisionId: `d-${position}`, fineFen: fineFen.get(points) ?? null }),
    );
    expect(given(...facts).on('2024-05-01')).toMatchObject({ score, grade });
  });

  it('is D while listed for serious dishonesty, whatever the score', () => {
    const subject = given(aListing({ listedOn: '2024-09-01', listedUntil: '2027-09-01' }));
    expect(subject.on('2024-08-31').grade).toBe('A');
    expect(subject.on('2024-09-01')).toEqual({ ...CLEAR, grade: 'D' });
    expect(subject.on('2027-08-31').grade).toBe('D');
    expect(subject.on('2027-09-01').grade).toBe('A');
  });

  it('is not touched by the internal supervision list', () => {
    expect(given(aListing({ register: 'key-supervision' })).on('2025-01-01').grade).toBe('A');
  });

  it('follows the grades again after removal', () => {
    const subject = given(aListing(), aRemoval({ removedOn: '2025-09-15' }));
    expect(subject.on('2025-09-14').grade).toBe('D');
    expect(subject.on('2025-09-15').grade).toBe('A');
  });

  it('leaves the facts it was given as they were', () => {
    const facts = Object.freeze([aRevocation(), aPenalty()]);
    creditScore(rules, facts, addDays('2024-06-01', 1));
    expect(facts.map(({ type }) => type)).toEqual(['penalty-revoked', 'penalty-decision']);
  });
});
