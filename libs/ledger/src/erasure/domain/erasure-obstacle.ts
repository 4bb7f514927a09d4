import { type CreditFact, isPublic, standingOf, standingOn } from '../../credit-dossier/domain';
import type { RuleBook } from '../../rule-set';
import { addDays, compareDay, type Day, Refusal } from '../../shared';

/**
 * What forbids an erasure today: a listing in force (`erasure-while-listed`), or a penalty that must still be public
 * (`erasure-while-public`; until the day the rule set gives, whatever a paper prints, and not when it was revoked by today).
 * Erasing must not be a way out of either. Our default: no text on the regulations page speaks of it.
 *
 * @param facts what is on record about the subject, in any order.
 */
export function erasureObstacle(rules: RuleBook, facts: readonly CreditFact[], today: Day): Refusal | undefined {
  const inTheWay = standingOn(rules, facts, today).filter((paper) => isPublic(paper, today));
  const [listing] = standingOf(inTheWay, 'listed');
  if (listing) return new Refusal('erasure-while-listed', { listedUntil: listing.fact.listedUntil });
  const lastEnd = standingOf(inTheWay, 'penalty-decision')
    .flatMap(({ publicUntil }) => publicUntil ?? [])
    .toSorted(compareDay)
    .at(-1);
  return lastEnd === undefined ? undefined : new Refusal('erasure-while-public', { publicUntil: addDays(lastEnd, -1) });
}
