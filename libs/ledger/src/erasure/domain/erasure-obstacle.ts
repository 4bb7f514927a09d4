import { publicityEnd, ruleSetById } from '../../rule-set';
import { addDays, type CreditFact, type Day, Refusal } from '../../shared';

/**
 * What forbids an erasure today: a listing in force (`erasure-while-listed`), or a penalty that must still be public
 * (`erasure-while-public`; until the day the rule set gives, whatever a paper prints, and not when it was revoked). Erasing
 * must not be a way out of either. Our default: no text on the regulations page speaks of it.
 *
 * @param facts what is on record about the subject, in log order.
 */
export function erasureObstacle(facts: readonly CreditFact[], today: Day): Refusal | undefined {
  const removed = new Set(facts.flatMap((fact) => (fact.type === 'removed' ? [fact.listingId] : [])));
  const revoked = new Set(facts.flatMap((fact) => (fact.type === 'penalty-revoked' ? [fact.decisionId] : [])));
  for (const fact of facts) {
    if (fact.type === 'listed' && !removed.has(fact.listingId) && today < fact.listedUntil) {
      return new Refusal('erasure-while-listed', { listedUntil: fact.listedUntil });
    }
  }
  const ends = facts.flatMap((fact) =>
    fact.type === 'penalty-decision' && !revoked.has(fact.decisionId)
      ? [publicityEnd(ruleSetById(fact.ruleSetId), fact.severity, fact.decidedOn)]
      : [],
  );
  const last = ends.sort().at(-1);
  if (last !== undefined && today < last)
    return new Refusal('erasure-while-public', { publicUntil: addDays(last, -1) });
  return undefined;
}
