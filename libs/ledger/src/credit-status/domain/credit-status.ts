import { type Contribution, creditScore, listingsInForce } from '../../credit-score/domain';
import { asKnownAt, type CreditDossier, presentName } from '../../credit-dossier/credit-dossier';
import type { Day, ListedFact } from '../../shared';

export type { Contribution, CreditDossier };

/** What is known of a subject on a day. Unknown is an answer of its own: it never reads as clear. */
export type CreditStatus =
  | {
      readonly status: 'listed' | 'not-listed';
      readonly name: string;
      readonly formerNames: readonly string[];
      readonly score: number;
      readonly grade: string;
      readonly contributions: readonly Contribution[];
      readonly listings: readonly ListedFact[];
      readonly ruleSetId: string;
    }
  | { readonly status: 'subject-unknown' };

/**
 * Status and score of one subject on both axes of time: as it was on `validAt`, by what the ledger knew at `knownAt`.
 * Pure; the day decides, so tomorrow's answer needs no event.
 *
 * `listed` means: on the list with outside effect on that day. The internal register of key supervision is shown among
 * the listings but is no joint punishment.
 */
export function creditStatus(dossier: CreditDossier | undefined, validAt: Day, knownAt: string): CreditStatus {
  const known = dossier && asKnownAt(dossier, knownAt);
  if (!known) return { status: 'subject-unknown' };
  const listings = listingsInForce(known.facts, validAt);
  const listed = listings.some(({ register }) => register === 'serious-dishonesty');
  const { score, grade, contributions, ruleSetId } = creditScore(known.facts, validAt, listed);
  const name = presentName(known.names);
  return {
    status: listed ? 'listed' : 'not-listed',
    name,
    formerNames: [...new Set(known.names.map((one) => one.name))].filter((one) => one !== name),
    score,
    grade,
    contributions,
    listings,
    ruleSetId,
  };
}
