import { isPublic, type Standing } from '../../credit-dossier/domain';
import { repairability } from '../../credit-repair/domain';
import type { RuleBook } from '../../rule-set';
import { addDays, type Day } from '../../shared';

/** When one of the records that stand can be repaired. */
export interface RepairableOn {
  readonly eventId: string;
  readonly document: string;
  /** `from` a day; as soon as the duties are done (`duties-done`), not before the day; `no`, never. */
  readonly repairable: 'from' | 'duties-done' | 'no';
  /** First day; null where there is none. */
  readonly eligibleOn: Day | null;
  /** The rule it follows from. */
  readonly basis: string;
}

/**
 * For each record that is held against the subject on `day`: from when it can be repaired, known from its first day on, or that it
 * cannot, and why (令36, 令58). A hazard is a record once it is overdue. Listings have a way out of their own.
 */
export function repairableOn(rules: RuleBook, papers: readonly Standing[], day: Day): readonly RepairableOn[] {
  return papers.flatMap((paper): RepairableOn[] => {
    const record = isPublic(paper, day) ? recordOf(rules, paper, day) : undefined;
    if (record === undefined) return [];
    const { eventId, document } = paper.fact;
    const found = repairability(rules, record, day);
    const eligibleOn = found.repairable === 'no' ? null : found.eligibleOn;
    return [{ eventId, document, repairable: found.repairable, eligibleOn, basis: found.basis }];
  });
}

const noPenalty = { procedure: null, penaltyKinds: [], effectUntil: null } as const;

function recordOf(rules: RuleBook, { fact }: Standing, day: Day) {
  switch (fact.type) {
    case 'penalty-decision': {
      const { decidedOn: foundOn, severity, ruleSetId, procedure, penaltyKinds, effectiveUntil: effectUntil } = fact;
      return { foundOn, severity, ruleSetId, procedure, penaltyKinds, effectUntil };
    }
    case 'false-commitment':
    case 'no-commitment':
      return { ...noPenalty, foundOn: fact.foundOn, severity: fact.severity, ruleSetId: fact.ruleSetId };
    case 'hazard-judged': {
      const { ruleSetId, rectifyBy } = fact;
      if (day <= rectifyBy) return undefined;
      const severity = rules.byId(ruleSetId).severity.overdueHazard.value;
      return { ...noPenalty, foundOn: addDays(rectifyBy, 1), severity, ruleSetId };
    }
    case 'listed':
      return undefined;
  }
}
