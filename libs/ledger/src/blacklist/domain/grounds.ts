import {
  type CreditFact,
  type FactOrigin,
  type HazardJudgedFact,
  isPublic,
  type PenaltyDecisionFact,
  type Standing,
  standingOf,
  standingOn,
} from '../../credit-dossier/domain';
import { firstDayAfterTerm } from '../../publicity';
import type { RuleBook } from '../../rule-set';
import { compareDay, type Day, Refusal } from '../../shared';
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
 * neither taken back nor past their publicity. Accident liability (measure 九) is proposed by a person.
 *
 * The first three grounds are named by their paper. 多次违法违规 is named by its number, the first such case of the subject,
 * the second …, so that papers arriving in another order find the same case. A new one begins only when the one before has
 * ended, with papers that no listing has used up and at least one that nobody has looked at yet.
 */
export function groundsMet(
  rules: RuleBook,
  subjectId: string,
  facts: readonly CreditFact[],
  earlier: readonly EarlierCase[],
  day: Day,
): readonly FoundGround[] {
  const effective = standingOn(rules, facts, day).filter((paper) => isPublic(paper, day));
  const byPaper = (ground: Ground, cause: string, fact: FactOrigin): FoundGround => ({
    listingId: listingIdOf(subjectId, ground, cause),
    ground,
    evidence: [evidenceOf(fact)],
  });
  const findings = standingOf(effective, 'false-commitment').filter(({ fact }) => fact.serious);
  const penalties = standingOf(effective, 'penalty-decision').map(({ fact }) => fact);
  return [
    ...findings.map(({ fact }) => byPaper('FALSE_COMMITMENT', fact.commitmentId, fact)),
    ...unrectifiedHazards(rules, effective, day).map((fact) => byPaper('MAJOR_HAZARD', fact.hazardId, fact)),
    ...penalties.filter(meansRefusal(rules)).map((fact) => byPaper('REFUSE_TO_CORRECT', fact.decisionId, fact)),
    ...repeatedViolations(rules, subjectId, penalties, earlier, day),
  ];
}

/**
 * What forbids a listing on `day` because of its papers, which `eventIds` name: `evidence-no-longer-stands` {documents} when some
 * were taken back; undefined: nothing. That a paper's publicity is over, or that a hazard was closed after its deadline, takes
 * nothing back.
 */
export function evidenceObstacle(
  rules: RuleBook,
  facts: readonly CreditFact[],
  eventIds: readonly string[],
  day: Day,
): Refusal<'evidence-no-longer-stands'> | undefined {
  const evidence = new Set(eventIds);
  const documents = standingOn(rules, facts, day)
    .filter(({ fact, ended }) => ended !== null && evidence.has(fact.eventId))
    .map(({ fact }) => fact.document);
  return documents.length === 0 ? undefined : new Refusal('evidence-no-longer-stands', { documents });
}

const evidenceOf = ({ eventId, document, occurredOn }: FactOrigin): Evidence => ({ eventId, document, occurredOn });

function unrectifiedHazards(rules: RuleBook, effective: readonly Standing[], day: Day): readonly HazardJudgedFact[] {
  return standingOf(effective, 'hazard-judged')
    .filter(({ corrected }) => corrected === null)
    .map(({ fact }) => fact)
    .filter(({ ruleSetId, rectifyBy }) => {
      const { majorHazardAppliesWhen } = rules.byId(ruleSetId).blacklist;
      return majorHazardAppliesWhen.value === 'judged' || rectifyBy < day;
    });
}

const meansRefusal =
  (rules: RuleBook) =>
  (fact: PenaltyDecisionFact): boolean => {
    const { refusalToCorrectCodes } = rules.byId(fact.ruleSetId).blacklist;
    return fact.violationCode !== null && refusalToCorrectCodes.value.includes(fact.violationCode);
  };

/** So many effective decisions within a rolling window; count and window stand in the rule set of `day` (our default), and are read as on it. */
function repeatedViolations(
  rules: RuleBook,
  subjectId: string,
  penalties: readonly PenaltyDecisionFact[],
  earlier: readonly EarlierCase[],
  day: Day,
): FoundGround[] {
  const ruleSet = rules.inForce(day);
  const { repeatedViolationCount, repeatedViolationWindowMonths } = ruleSet.blacklist;
  const cases = earlier.filter(({ ground }) => ground === 'REPEATED_VIOLATIONS');
  if (cases.some(({ ended }) => ended === 'no')) return [];
  const usedUp = new Set(cases.filter(({ ended }) => ended === 'removed').flatMap((one) => one.evidenceEventIds));
  const lookedAt = new Set(cases.flatMap((one) => one.evidenceEventIds));
  const usable = penalties
    .filter(({ eventId }) => !usedUp.has(eventId))
    .toSorted((a, b) => compareDay(a.decidedOn, b.decidedOn) || (a.decisionId < b.decisionId ? -1 : 1));
  const unseen = runningCount(usable, ({ eventId }) => !lookedAt.has(eventId));
  for (const [from, to] of windowsOf(usable, (from) =>
    firstDayAfterTerm(ruleSet, day, from, repeatedViolationWindowMonths.value),
  )) {
    if (to - from < repeatedViolationCount.value || unseen(from, to) === 0) continue;
    const ground = 'REPEATED_VIOLATIONS';
    const evidence = usable.slice(from, to).map(evidenceOf);
    return [{ listingId: listingIdOf(subjectId, ground, String(cases.length + 1)), ground, evidence }];
  }
  return [];
}

/** The windows that begin with one of these decisions, earliest first: from one index up to, and not including, another. */
function* windowsOf(
  sorted: readonly PenaltyDecisionFact[],
  endOf: (from: Day) => Day,
): Generator<readonly [number, number]> {
  let to = 0;
  for (const [from, { decidedOn }] of sorted.entries()) {
    if (sorted[from - 1]?.decidedOn === decidedOn) continue; // the same window again
    const end = endOf(decidedOn);
    while ((sorted[to]?.decidedOn ?? end) < end) to++;
    yield [from, to];
  }
}

/** Counts once; then says how many between two indexes. */
function runningCount<T>(all: readonly T[], is: (one: T) => boolean): (from: number, to: number) => number {
  const before = [0];
  for (const one of all) before.push((before.at(-1) ?? 0) + (is(one) ? 1 : 0));
  return (from, to) => (before[to] ?? 0) - (before[from] ?? 0);
}
