import { isPublic, type ListedFact, type Standing, standingOf } from '../../credit-dossier/domain';
import type { Day } from '../../shared';

/**
 * The listings among these papers that stand on `day`: from the day of listing up to, and not including, the end of the period
 * or the day of removal, whichever comes first. Earliest listing first. An expired listing is off the list even if nobody
 * writes it down.
 */
export const listingsInForce = (papers: readonly Standing[], day: Day): readonly ListedFact[] =>
  standingOf(papers, 'listed')
    .filter((paper) => isPublic(paper, day))
    .map(({ fact }) => fact);

/** On the list with outside effect. */
export const isOnSeriousList = (papers: readonly Standing[], day: Day): boolean =>
  listingsInForce(papers, day).some(({ register }) => register === 'serious-dishonesty');
