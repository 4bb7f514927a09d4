import {
  addDays,
  formatWan,
  type CreditFact,
  type Day,
  type FactOrigin,
  type FalseCommitmentFact,
  type HazardJudgedFact,
  type HazardRectifiedFact,
  type NoCommitmentFact,
  type PenaltyDecisionFact,
} from '../../shared';
import { publicityEnd, ruleSetById, type RuleSet } from '../../rule-set';
import { CONTRIBUTION_RULES, type Contribution, type ContributionRule } from './contribution';

/** What later papers ended, as far as it was true on the day in question. */
export interface Endings {
  readonly revokedDecisions: ReadonlySet<string>;
  /** Commitment -> position of the withdrawal: it ends what was found before it, not what is found afterwards. */
  readonly withdrawnFindings: ReadonlyMap<string, number>;
  readonly rectifiedHazards: ReadonlyMap<string, HazardRectifiedFact>;
}

/** A contribution before it is put in words: `what` the paper says. */
export interface Claim extends Omit<Contribution, 'sentence' | 'document'> {
  readonly document: string;
  readonly what: string;
}

/** Every claim to points one fact makes during its life, under the rule set named on it; the caller picks those of a day. */
export function claimsOf(fact: CreditFact, endings: Endings): readonly Claim[] {
  switch (fact.type) {
    case 'penalty-decision':
      return endings.revokedDecisions.has(fact.decisionId) ? [] : ofPenalty(fact, ruleSetById(fact.ruleSetId));
    case 'false-commitment':
      return fact.position < (endings.withdrawnFindings.get(fact.commitmentId) ?? 0)
        ? []
        : [ofFalseCommitment(fact, ruleSetById(fact.ruleSetId))];
    case 'no-commitment':
      return [ofNoCommitment(fact, ruleSetById(fact.ruleSetId))];
    case 'hazard-judged':
      return ofHazard(fact, endings.rectifiedHazards.get(fact.hazardId), ruleSetById(fact.ruleSetId));
    case 'penalty-revoked':
    case 'commitment-made':
    case 'commitment-verified':
    case 'false-commitment-withdrawn':
    case 'hazard-rectified':
    case 'listed':
    case 'removed':
      return [];
  }
}

/** Every kind of one decision contributes, and so does what the violation itself means. */
function ofPenalty(fact: PenaltyDecisionFact, ruleSet: RuleSet): Claim[] {
  const { scoring, blacklist } = ruleSet;
  const from = fact.decidedOn;
  const until = publicityEnd(ruleSet, fact.severity, fact.decidedOn);
  const kindsIn = (kinds: readonly string[]) => fact.penaltyKinds.filter((kind) => kinds.includes(kind));
  const found: Claim[] = [];
  const count = (rule: ContributionRule, points: number, what: string) =>
    found.push(claim(fact, rule, points, from, until, what));

  const warnings = kindsIn(scoring.warning.penaltyKinds);
  if (warnings.length > 0) count('penalty-warning', scoring.warning.points.value, warnings.join('、'));
  if (kindsIn(scoring.fine.penaltyKinds).length > 0)
    count('penalty-fine', finePoints(fact, ruleSet), fineInWords(fact));
  const stops = kindsIn(scoring.stop.penaltyKinds);
  if (stops.length > 0) count('penalty-stop', scoring.stop.points.value, stops.join('、'));
  if (fact.violationCode !== null) {
    const violation = `违法行为代码${fact.violationCode}`;
    if (blacklist.refusalToCorrectCodes.value.includes(fact.violationCode)) {
      count('refusal-to-correct', scoring.refusalToCorrect.value, violation);
    }
    if (blacklist.falseDocumentCodes.value.includes(fact.violationCode)) {
      count('false-document', scoring.falseDocument.value, violation);
    }
  }
  return found;
}

/** A fine whose amount nobody recorded counts as the smallest: never more than what is known. */
function finePoints(fact: PenaltyDecisionFact, ruleSet: RuleSet): number {
  const fine = fact.fineFen ?? 0;
  return ruleSet.scoring.fine.bands.findLast((band) => band.fromFen.value <= fine)?.points.value ?? 0;
}

function fineInWords(fact: PenaltyDecisionFact): string {
  if (fact.fineFen === null) return '罚款（金额未载明）';
  return `罚款${formatWan(fact.fineFen).replace(/\.?0+$/, '')}万元`;
}

function ofFalseCommitment(fact: FalseCommitmentFact, ruleSet: RuleSet): Claim {
  const { falseCommitment, seriousFalseCommitment } = ruleSet.severity;
  const until = publicityEnd(ruleSet, (fact.serious ? seriousFalseCommitment : falseCommitment).value, fact.foundOn);
  const what = `经核查承诺失实${fact.serious ? '且情节严重' : ''}${fact.detail === '' ? '' : `（${fact.detail}）`}`;
  return claim(fact, 'false-commitment', ruleSet.scoring.falseCommitment.value, fact.foundOn, until, what);
}

function ofNoCommitment(fact: NoCommitmentFact, ruleSet: RuleSet): Claim {
  const until = publicityEnd(ruleSet, ruleSet.severity.noCommitment.value, fact.foundOn);
  const what = '未作承诺即投入使用、营业';
  return claim(fact, 'no-commitment', ruleSet.scoring.noCommitment.value, fact.foundOn, until, what);
}

/** Nothing when closed in time. Overdue, it costs points from the day after the deadline; closing gives part back, and both end together. */
function ofHazard(fact: HazardJudgedFact, closing: HazardRectifiedFact | undefined, ruleSet: RuleSet): Claim[] {
  const { scoring, severity } = ruleSet;
  const from = addDays(fact.rectifyBy, 1);
  if (closing !== undefined && closing.closedOn < from) return [];
  const until = closing === undefined ? null : publicityEnd(ruleSet, severity.overdueHazard.value, closing.closedOn);
  const overdue = `重大火灾隐患逾期（整改期限${fact.rectifyBy}）`;
  const found = [claim(fact, 'hazard-overdue', scoring.hazardOverdue.value, from, until, overdue)];
  if (closing !== undefined) {
    const closed = `逾期的重大火灾隐患已整改销案（${closing.closedOn}）`;
    found.push(claim(closing, 'hazard-closed', scoring.hazardClosed.value, closing.closedOn, until, closed));
  }
  return found;
}

function claim(
  fact: FactOrigin,
  rule: ContributionRule,
  points: number,
  from: Day,
  until: Day | null,
  what: string,
): Claim {
  return { eventId: fact.eventId, rule, points, document: fact.document, from, until, what };
}

/** The claim with its sentence. Only those that count on the day are explained: most of a long history has ended. */
export function explained({ what, ...claimed }: Claim): Contribution {
  const { document, rule, points, from, until } = claimed;
  const change = points < 0 ? `扣${-points}分` : `加${points}分`;
  const days = until === null ? `自${from}起计入` : `自${from}至${addDays(until, -1)}计入`;
  return { ...claimed, sentence: `${document}：${what}，按“${CONTRIBUTION_RULES[rule]}”规则${change}，${days}。` };
}
