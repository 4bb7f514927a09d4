import type { FactOrigin, FalseCommitmentFact, PenaltyDecisionFact, Standing } from '../../credit-dossier/domain';
import type { RuleBook, RuleSet } from '../../rule-set';
import { addDays, type Day, formatWan } from '../../shared';
import { CONTRIBUTION_RULES, type Contribution, type ContributionRule } from './contribution';

/** A contribution before it is put in words. */
export interface Claim extends Omit<Contribution, 'sentence' | 'eventId' | 'document'> {
  readonly eventId: string;
  readonly document: string;
  /** What the paper says; asked only of claims that are shown. */
  readonly what: () => string;
}

/** Every claim to points one paper makes as it stands, under the rule set named on it; the caller picks those of a day. */
export function claimsOf(rules: RuleBook, paper: Standing): readonly Claim[] {
  const { fact, ended } = paper;
  if (ended !== null || fact.type === 'listed') return [];
  const ruleSet = rules.byId(fact.ruleSetId);
  const { scoring } = ruleSet;
  switch (fact.type) {
    case 'penalty-decision':
      return ofPenalty(fact, paper, ruleSet);
    case 'false-commitment':
      return [finding('false-commitment', scoring.falseCommitment.value, () => falseCommitmentInWords(fact))];
    case 'no-commitment':
      return [finding('no-commitment', scoring.noCommitment.value, () => '未作承诺即投入使用、营业')];
    case 'hazard-judged':
      return ofHazard(paper, fact.rectifyBy, ruleSet);
  }

  function finding(rule: ContributionRule, points: number, what: () => string): Claim {
    return claim(paper.fact, rule, points, paper.fact.occurredOn, paper.publicUntil, what);
  }
}

/** Every kind of one decision contributes, and so does what the violation itself means. What a change imposes counts from its day. */
function ofPenalty(fact: PenaltyDecisionFact, { changed, publicUntil }: Standing, ruleSet: RuleSet): Claim[] {
  const { scoring, blacklist } = ruleSet;
  const kindsIn = (kinds: readonly string[]) => fact.penaltyKinds.filter((kind) => kinds.includes(kind));
  const found: Claim[] = [];
  const count = (rule: ContributionRule, points: number, what: () => string) =>
    found.push(claim(fact, rule, points, changed?.changedOn ?? fact.decidedOn, publicUntil, asChanged(what, changed)));

  const warnings = kindsIn(scoring.warning.penaltyKinds);
  if (warnings.length > 0) count('penalty-warning', scoring.warning.points.value, () => warnings.join('、'));
  if (kindsIn(scoring.fine.penaltyKinds).length > 0)
    count('penalty-fine', finePoints(fact, ruleSet), () => fineInWords(fact));
  const stops = kindsIn(scoring.stop.penaltyKinds);
  if (stops.length > 0) count('penalty-stop', scoring.stop.points.value, () => stops.join('、'));
  if (fact.violationCode !== null) {
    const violation = () => `违法行为代码${fact.violationCode}`;
    if (blacklist.refusalToCorrectCodes.value.includes(fact.violationCode)) {
      count('refusal-to-correct', scoring.refusalToCorrect.value, violation);
    }
    if (blacklist.falseDocumentCodes.value.includes(fact.violationCode)) {
      count('false-document', scoring.falseDocument.value, violation);
    }
  }
  return found;
}

const asChanged = (what: () => string, changed: Standing['changed']) =>
  changed === null ? what : () => `${what()}（经${changed.document}变更）`;

/** A fine without a recorded amount counts as the smallest: never more than what is known. */
function finePoints(fact: PenaltyDecisionFact, ruleSet: RuleSet): number {
  const fine = fact.fineFen ?? 0;
  return ruleSet.scoring.fine.bands.findLast((band) => band.fromFen.value <= fine)?.points.value ?? 0;
}

function fineInWords(fact: PenaltyDecisionFact): string {
  if (fact.fineFen === null) return '罚款（金额未载明）';
  return `罚款${formatWan(fact.fineFen).replace(/\.?0+$/, '')}万元`;
}

const falseCommitmentInWords = ({ serious, detail }: FalseCommitmentFact): string =>
  `经核查承诺失实${serious ? '且情节严重' : ''}${detail === '' ? '' : `（${detail}）`}`;

/** Nothing when closed in time. Overdue, it costs points from the day after the deadline; closing gives part back, and both end together. */
function ofHazard({ fact, corrected, publicUntil }: Standing, rectifyBy: Day, { scoring }: RuleSet): Claim[] {
  const from = addDays(rectifyBy, 1);
  if (corrected !== null && corrected.closedOn < from) return [];
  const overdue = () => `重大火灾隐患逾期（整改期限${rectifyBy}）`;
  const found = [claim(fact, 'hazard-overdue', scoring.hazardOverdue.value, from, publicUntil, overdue)];
  if (corrected !== null) {
    const closed = () => `逾期的重大火灾隐患已整改销案（${corrected.closedOn}）`;
    const { value } = scoring.hazardClosed;
    found.push(claim(corrected, 'hazard-closed', value, corrected.closedOn, publicUntil, closed));
  }
  return found;
}

function claim(
  fact: FactOrigin,
  rule: ContributionRule,
  points: number,
  from: Day,
  until: Day | null,
  what: () => string,
): Claim {
  return { eventId: fact.eventId, rule, points, document: fact.document, from, until, what };
}

export const counts = ({ from, until }: Pick<Claim, 'from' | 'until'>, day: Day): boolean =>
  from <= day && (until === null || day < until);

/** The claim with its sentence. Only those that count on the day are explained: most of a long history has ended. */
export function explained({ what, ...claimed }: Claim): Contribution {
  const { document, rule, points, from, until } = claimed;
  const change = points < 0 ? `扣${-points}分` : `加${points}分`;
  const days = until === null ? `自${from}起计入` : `自${from}至${addDays(until, -1)}计入`;
  return { ...claimed, sentence: `${document}：${what()}，按“${CONTRIBUTION_RULES[rule]}”规则${change}，${days}。` };
}
