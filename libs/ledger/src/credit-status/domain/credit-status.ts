import {
  asKnownAt,
  type CreditDossier,
  formerNames,
  type ListedFact,
  presentName,
  standingOn,
} from '../../credit-dossier/domain';
import { type RepairableOn, repairableOn } from './repairable-on';
import { type Contribution, isOnSeriousList, listingsInForce, scoreOf } from '../../credit-score/domain';
import type { RuleBook } from '../../rule-set';
import type { Day } from '../../shared';

export type { Contribution, CreditDossier };

/** What is known of a subject on a day. Unknown is an answer of its own: it never reads as clear. */
export type CreditStatus =
  | {
      readonly status: 'listed' | 'not-listed';
      /** Null: no paper gave one. */
      readonly name: string | null;
      readonly formerNames: readonly string[];
      readonly score: number;
      readonly grade: string;
      readonly contributions: readonly Contribution[];
      readonly listings: readonly ListedFact[];
      readonly repairs: readonly RepairableOn[];
      readonly ruleSetId: string;
    }
  | { readonly status: 'subject-unknown' };

/**
 * Status and score of one subject on both axes of time: as it was on `validAt`, by what the ledger knew at `knownAt`; `recorded-ahead`
 * when nobody can tell what it knew then (see `asKnownAt`).
 * Pure; the day decides, so tomorrow's answer needs no event.
 *
 * `listed` means: on the list with outside effect on that day. The internal register of key supervision is shown among
 * the listings but is no joint punishment.
 */
export function creditStatus(
  rules: RuleBook,
  dossier: CreditDossier | undefined,
  { validAt, knownAt, askedAt }: { readonly validAt: Day; readonly knownAt: string | null; readonly askedAt: string },
): CreditStatus | 'recorded-ahead' {
  const known = dossier && (knownAt === null ? dossier : asKnownAt(dossier, knownAt, askedAt));
  if (known === 'recorded-ahead') return known;
  if (!known) return { status: 'subject-unknown' };
  const papers = standingOn(rules, known.facts, validAt);
  const { score, grade, contributions, ruleSetId } = scoreOf(rules, papers, validAt);
  return {
    status: isOnSeriousList(papers, validAt) ? 'listed' : 'not-listed',
    name: presentName(known.names),
    formerNames: formerNames(known.names),
    score,
    grade,
    contributions,
    listings: listingsInForce(papers, validAt),
    repairs: repairableOn(rules, papers, validAt),
    ruleSetId,
  };
}
