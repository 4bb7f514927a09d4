import { type CreditFact, isPublic, paperOf, standingOf, standingOn } from '../../credit-dossier/domain';
import type { RuleBook } from '../../rule-set';
import type { Day } from '../../shared';
import type { RepairedRecord } from './credit-repair.events';
import { recordStreamOf } from './record-stream';
import type { Circumstances } from './repair-conditions';

/**
 * What the dossier of the subject says of a record on `day`. Of the same kind (同类) is a later decision about the same
 * violation, or, where none is named, one with a kind of penalty in common (our default; regulations 5.3 knows the condition).
 *
 * @param facts those known when the decision is taken
 */
export function circumstancesOf(
  rules: RuleBook,
  facts: readonly CreditFact[],
  record: Pick<RepairedRecord, 'kind' | 'id' | 'foundOn'>,
  day: Day,
): Circumstances {
  const papers = standingOn(rules, facts, day).filter(({ ended }) => ended === null);
  const own = papers.find(({ fact }) => paperOf(fact) === recordStreamOf(record));
  const penalty = own?.fact.type === 'penalty-decision' ? own.fact : undefined;
  const newSameKind = standingOf(papers, 'penalty-decision')
    .map(({ fact }) => fact)
    .filter((fact) => penalty !== undefined && fact.decidedOn > record.foundOn && sameKind(fact, penalty))
    .map(({ document }) => document);
  const bars = facts.flatMap((fact) =>
    fact.type === 'repair-revoked' && fact.revokedOn <= day ? fact.barredUntil : [],
  );
  return {
    stands: own !== undefined && isPublic(own, day),
    newSameKind,
    barredUntil: bars.sort().at(-1) ?? null,
  };
}

interface Kind {
  readonly violationCode: string | null;
  readonly penaltyKinds: readonly string[];
}
const sameKind = (one: Kind, other: Kind): boolean =>
  one.violationCode !== null && other.violationCode !== null
    ? one.violationCode === other.violationCode
    : one.penaltyKinds.some((kind) => other.penaltyKinds.includes(kind));
