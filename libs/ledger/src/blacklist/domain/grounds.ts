import { publicityEnd, type RuleSet, ruleSetById, ruleSetInForce } from '../../rule-set';
import {
  addMonths,
  compareDay,
  type CreditFact,
  type Day,
  type FactOrigin,
  type HazardJudgedFact,
  type PenaltyDecisionFact,
} from '../../shared';
import { listingIdOf } from './blacklist-listing';
import type { Evidence, Ground } from './blacklist-listing.events';

/** A case that meets a ground: what the authority is asked to look at. */
export interface FoundGround {
  readonly listingId: string;
  readonly ground: Ground;
  readonly evidence: readonly Evidence[];
}

/** An earlier case of the same subject, as the register has it. */
export interface EarlierCase {
  readonly ground: Ground;
  readonly ended: 'no' | 'dismissed' | 'removed';
  readonly evidenceEventIds: readonly string[];
}

/**
 * The grounds a subject meets on `day` (measure 七): never a score, always named papers that are still effective, that is
 * neither revoked nor withdrawn nor past their publicity. Accident liability (measure 九) is proposed by a person.
 *
 * The first three grounds are named by their paper. 多次违法违规 is named by its number, the first such case of the subject,
 * the second …, so that papers arriving in another order find the same case. A new one begins only when the one before has
 * ended, with papers that no listing has used up and at least one that nobody has looked at yet.
 */
export function groundsMet(
  subjectId: string,
  facts: readonly CreditFact[],
  earlier: readonly EarlierCase[],
  day: Day,
): readonly FoundGround[] {
  const occurred = facts.filter((fact) => fact.occurredOn <= day);
  const byPaper = (ground: Ground, cause: string, fact: FactOrigin): FoundGround => ({
    listingId: listingIdOf(subjectId, ground, cause),
    ground,
    evidence: [evidenceOf(fact)],
  });
  const penalties = effectivePenalties(occurred, day);
  return [
    ...seriousFalseCommitments(occurred, day).map((fact) => byPaper('FALSE_COMMITMENT', fact.commitmentId, fact)),
    ...unrectifiedHazards(occurred, day).map((fact) => byPaper('MAJOR_HAZARD', fact.hazardId, fact)),
    ...penalties.filter(meansRefusal).map((fact) => byPaper('REFUSE_TO_CORRECT', fact.decisionId, fact)),
    ...repeatedViolations(subjectId, penalties, earlier, day),
  ];
}

/** Which of these events no longer stand on `day`: the penalty was revoked, the finding withdrawn. */
export function fallenEvidence(
  facts: readonly CreditFact[],
  eventIds: readonly string[],
  day: Day,
): readonly FactOrigin[] {
  const revoked = new Set<string>();
  const withdrawn = new Set<string>();
  for (const fact of facts) {
    if (fact.type === 'penalty-revoked' && fact.revokedOn <= day) revoked.add(fact.decisionId);
    if (fact.type === 'false-commitment-withdrawn' && fact.withdrawnOn <= day) withdrawn.add(fact.commitmentId);
  }
  return facts.filter(
    (fact) =>
      eventIds.includes(fact.eventId) &&
      ((fact.type === 'penalty-decision' && revoked.has(fact.decisionId)) ||
        (fact.type === 'false-commitment' && withdrawn.has(fact.commitmentId))),
  );
}

const evidenceOf = ({ eventId, document, occurredOn }: FactOrigin): Evidence => ({ eventId, document, occurredOn });

function effectivePenalties(facts: readonly CreditFact[], day: Day): PenaltyDecisionFact[] {
  const revoked = new Set(facts.flatMap((fact) => (fact.type === 'penalty-revoked' ? [fact.decisionId] : [])));
  return facts
    .filter((fact) => fact.type === 'penalty-decision')
    .filter((fact) => !revoked.has(fact.decisionId))
    .filter((fact) => day < publicityEnd(ruleSetById(fact.ruleSetId), fact.severity, fact.decidedOn))
    .sort((a, b) => compareDay(a.decidedOn, b.decidedOn) || (a.decisionId < b.decisionId ? -1 : 1));
}

function seriousFalseCommitments(facts: readonly CreditFact[], day: Day) {
  const withdrawn = new Set(
    facts.flatMap((fact) => (fact.type === 'false-commitment-withdrawn' ? [fact.commitmentId] : [])),
  );
  return facts
    .filter((fact) => fact.type === 'false-commitment')
    .filter((fact) => fact.serious && !withdrawn.has(fact.commitmentId))
    .filter((fact) => day < publicityEnd(ruleSetById(fact.ruleSetId), seriousTier(fact.ruleSetId), fact.foundOn));
}

const seriousTier = (ruleSetId: string) => ruleSetById(ruleSetId).severity.seriousFalseCommitment.value;

function unrectifiedHazards(facts: readonly CreditFact[], day: Day): HazardJudgedFact[] {
  const closed = new Set(facts.flatMap((fact) => (fact.type === 'hazard-rectified' ? [fact.hazardId] : [])));
  return facts
    .filter((fact) => fact.type === 'hazard-judged')
    .filter((fact) => !closed.has(fact.hazardId))
    .filter((fact) => hazardApplies(fact, ruleSetById(fact.ruleSetId), day));
}

function hazardApplies(fact: HazardJudgedFact, { blacklist }: RuleSet, day: Day): boolean {
  return blacklist.majorHazardAppliesWhen.value === 'judged' || fact.rectifyBy < day;
}

function meansRefusal(fact: PenaltyDecisionFact): boolean {
  const { refusalToCorrectCodes } = ruleSetById(fact.ruleSetId).blacklist;
  return fact.violationCode !== null && refusalToCorrectCodes.value.includes(fact.violationCode);
}

/** So many effective decisions within a rolling window; count and window stand in the rule set of `day` (our default). */
function repeatedViolations(
  subjectId: string,
  penalties: readonly PenaltyDecisionFact[],
  earlier: readonly EarlierCase[],
  day: Day,
): FoundGround[] {
  const { repeatedViolationCount, repeatedViolationWindowMonths } = ruleSetInForce(day).blacklist;
  const cases = earlier.filter(({ ground }) => ground === 'REPEATED_VIOLATIONS');
  if (cases.some(({ ended }) => ended === 'no')) return [];
  const usedUp = new Set(cases.filter(({ ended }) => ended === 'removed').flatMap((one) => one.evidenceEventIds));
  const lookedAt = new Set(cases.flatMap((one) => one.evidenceEventIds));
  const usable = penalties.filter(({ eventId }) => !usedUp.has(eventId));
  for (const first of usable) {
    const end = addMonths(first.decidedOn, repeatedViolationWindowMonths.value);
    const within = usable.filter(({ decidedOn }) => first.decidedOn <= decidedOn && decidedOn < end);
    if (within.length < repeatedViolationCount.value || within.every(({ eventId }) => lookedAt.has(eventId))) continue;
    const ground = 'REPEATED_VIOLATIONS';
    return [
      { listingId: listingIdOf(subjectId, ground, String(cases.length + 1)), ground, evidence: within.map(evidenceOf) },
    ];
  }
  return [];
}
