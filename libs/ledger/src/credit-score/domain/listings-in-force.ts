import { compareDay, type CreditFact, type Day, type ListedFact, type RemovedFact } from '../../shared';

/**
 * The listings that stand on `day`: from the day of listing up to, and not including, the end of the period or the day of
 * removal, whichever comes first. Earliest listing first. An expired listing is off the list without anybody writing it down.
 */
export function listingsInForce(facts: readonly CreditFact[], day: Day): readonly ListedFact[] {
  const removed = new Set(
    facts
      .filter((fact): fact is RemovedFact => fact.type === 'removed' && fact.occurredOn <= day && fact.removedOn <= day)
      .map((fact) => fact.listingId),
  );
  return facts
    .filter(
      (fact): fact is ListedFact =>
        fact.type === 'listed' &&
        fact.occurredOn <= day &&
        fact.listedOn <= day &&
        day < fact.listedUntil &&
        !removed.has(fact.listingId),
    )
    .sort((one, other) => compareDay(one.listedOn, other.listedOn) || one.position - other.position);
}
