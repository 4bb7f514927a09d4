import * as fc from 'fast-check';
import type { CreditFact, PenaltyDecisionFact } from '../../credit-dossier/domain';
import { anyDecision, anyFact } from '../../credit-dossier/domain/credit-fact.examples';
import { publicityEnd } from '../../publicity';
import { publishedRules as rules } from '../../rule-set';
import { addDays, type Day, dayOfInstant } from '../../shared';
import { creditScore } from './credit-score';

const aDay = fc.integer({ min: 0, max: 3650 }).map((days) => addDays('2020-01-01', days));
/** Facts as a log would give them: each at its own position. */
const facts = fc
  .array(anyFact, { maxLength: 12 })
  .map((some) =>
    some.map((fact, index): CreditFact => ({ ...fact, position: index + 1, eventId: `event-${index + 1}` })),
  );
const factsAndDay = fc.tuple(facts, aDay);
const check = (property: (facts: readonly CreditFact[], day: Day) => void) => {
  fc.assert(
    fc.property(factsAndDay, ([some, day]) => {
      property(some, day);
    }),
    { numRuns: 500 },
  );
};

describe('for any facts on any day', () => {
  it('the points add up to the score', () => {
    check((some, day) => {
      const { score, contributions } = creditScore(rules, some, day);
      expect(contributions.reduce((sum, { points }) => sum + points, 0)).toBe(score);
    });
  });

  it('the score lies between floor and cap', () => {
    check((some, day) => {
      const { floor, cap } = rules.inForce(day).scoring;
      const { score } = creditScore(rules, some, day);
      expect(score).toBeGreaterThanOrEqual(floor.value);
      expect(score).toBeLessThanOrEqual(cap.value);
    });
  });

  it('the order of the facts does not matter', () => {
    fc.assert(
      fc.property(
        factsAndDay.chain(([some, day]) =>
          fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length }), fc.constant(day)),
        ),
        ([some, shuffled, day]) => {
          expect(creditScore(rules, shuffled, day)).toEqual(creditScore(rules, some, day));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('facts after the day do not matter', () => {
    check((some, day) => {
      expect(
        creditScore(
          rules,
          some.filter(({ occurredOn }) => occurredOn <= day),
          day,
        ),
      ).toEqual(creditScore(rules, some, day));
    });
  });

  it('a revoked penalty is, from the day of revocation, as if it had never been', () => {
    check((some, day) => {
      const revoked = new Set(
        some.flatMap((fact) => (fact.type === 'penalty-revoked' && fact.revokedOn <= day ? [fact.decisionId] : [])),
      );
      const never = some.filter((fact) => fact.type !== 'penalty-decision' || !revoked.has(fact.decisionId));
      expect(creditScore(rules, some, day)).toEqual(creditScore(rules, never, day));
    });
  });

  it('every contribution counts on its day, names its event and paper, and explains itself', () => {
    check((some, day) => {
      for (const { eventId, document, from, until, sentence } of creditScore(rules, some, day).contributions) {
        expect(from <= day && (until === null || day < until)).toBe(true);
        expect(eventId === null).toBe(document === null);
        expect(sentence).toContain(document ?? '分');
        expect(sentence.endsWith('。')).toBe(true);
      }
    });
  });

  it('a penalty counts on the last day of its publicity and not on the next', () => {
    const counted = (decision: PenaltyDecisionFact, day: Day) =>
      creditScore(rules, [decision], day).contributions.length;
    fc.assert(
      fc.property(anyDecision, (decision) => {
        const { ruleSetId, severity, decidedOn, recordedAt } = decision;
        const until = publicityEnd(rules.byId(ruleSetId), severity, decidedOn, dayOfInstant(recordedAt));
        expect(counted(decision, addDays(until, -1))).toBe(counted(decision, decision.decidedOn));
        expect(counted(decision, until)).toBe(1);
        expect(counted(decision, addDays(decision.decidedOn, -1))).toBe(1);
      }),
    );
  });

  it('meets every rule set on the way', () => {
    const met = new Set(
      fc.sample(factsAndDay, { numRuns: 200, seed: 1 }).map(([some, day]) => creditScore(rules, some, day).ruleSetId),
    );
    expect([...met].sort()).toEqual(
      ['2020-01-01', '2024-01-01', '2026-04-01'].map((day) => rules.inForce(day).id).sort(),
    );
  });
});
