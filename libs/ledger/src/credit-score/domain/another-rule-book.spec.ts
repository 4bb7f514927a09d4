import { aFalseCommitment, aPenalty } from '../../credit-dossier/domain/credit-fact.examples';
import { publishedRules, ruleBook, type RuleSet } from '../../rule-set';
import { creditScore } from './credit-score';

/** Twice the points, a year of publicity whatever the severity: no such rule set stands on disk. */
const current = publishedRules.inForce('2026-04-01');
const twice = ({ value, ...stated }: RuleSet['scoring']['base']) => ({ ...stated, value: value * 2 });
const draft: RuleSet = {
  ...current,
  id: 'draft-2027',
  label: '草案（演示）',
  effectiveFrom: null,
  effectiveUntil: null,
  scoring: {
    ...current.scoring,
    fine: {
      ...current.scoring.fine,
      bands: current.scoring.fine.bands.map((band) => ({ ...band, points: twice(band.points) })),
    },
  },
  publicity: { ...current.publicity, GENERAL: current.publicity.MINOR },
};
const rules = ruleBook([draft], publishedRules.workingDays);
const fined = aPenalty({ decidedOn: '2026-05-06', fineFen: 2_000_000, ruleSetId: draft.id });

describe('a score under a rule book that exists nowhere', () => {
  it('counts by its points and its terms, and says its name', () => {
    expect(creditScore(rules, [fined], '2026-05-06')).toMatchObject({
      ruleSetId: 'draft-2027',
      score: 80,
      contributions: [{ rule: 'base' }, { rule: 'penalty-fine', points: -20, until: '2026-08-06' }],
    });
    expect(creditScore(rules, [fined], '2026-08-06').score).toBe(100);
  });

  it('leaves the published one as it is', () => {
    const published = { ...fined, ruleSetId: current.id };
    expect(creditScore(publishedRules, [published], '2026-08-06').score).toBe(90);
  });

  it('refuses a fact that names a rule set which is not in it', () => {
    expect(() => creditScore(rules, [aFalseCommitment()], '2026-05-06')).toThrow('rule-set-unknown');
  });
});
