import { publicityEnd } from '../../publicity';
import type { RuleBook } from '../../rule-set';
import { compareDay, type Day, dayOfInstant } from '../../shared';
import {
  type CreditFact,
  type FactOrigin,
  type FalseCommitmentFact,
  type HazardJudgedFact,
  type HazardRectifiedFact,
  type ListedFact,
  type ListingCorrectedFact,
  type NoCommitmentFact,
  paperOf,
  type PenaltyChangedFact,
  type PenaltyDecisionFact,
} from './credit-fact';

/** A fact that speaks against its subject, and goes on speaking until it ends. */
export type PaperFact = PenaltyDecisionFact | FalseCommitmentFact | NoCommitmentFact | HazardJudgedFact | ListedFact;

/** How a paper ended before its time. A fact that ends papers in another way has its word here and its line in `endings`. */
export type HowEnded = 'revoked' | 'found-unlawful' | 'found-void' | 'withdrawn' | 'removed' | 'repaired' | 'suspended';

export interface Ending {
  readonly how: HowEnded;
  /** First day on which the paper no longer stands. */
  readonly on: Day;
  /** The paper that ended it. */
  readonly by: FactOrigin;
}

/** One paper as it stands on a day. */
export interface Standing<Fact extends PaperFact = PaperFact> {
  /** What it says on the day: of a decision that was changed, what it imposes now; of a listing that was corrected, what is right. */
  readonly fact: Fact;
  /** The last paper that changed it by then; null: none, as of every paper but a penalty decision. */
  readonly changed: PenaltyChangedFact | null;
  /** First day on which it is no longer public by itself; null while that is open. Of a listing: the end of its period. */
  readonly publicUntil: Day | null;
  /** What took it back on or before the day; null: nothing did. */
  readonly ended: Ending | null;
  /** The closing of a hazard; null while it is open, and of every other paper. */
  readonly corrected: HazardRectifiedFact | null;
}

/** Is it neither taken back nor past its public end? Such a paper, and no other, may be held against anybody. */
export const isPublic = ({ ended, publicUntil }: Standing, day: Day): boolean =>
  ended === null && (publicUntil === null || day < publicUntil);

/** Those of one type. */
export const standingOf = <Type extends PaperFact['type']>(papers: readonly Standing[], type: Type) =>
  papers.filter((paper): paper is Standing<Extract<PaperFact, { type: Type }>> => paper.fact.type === type);

/**
 * What stands on `day`: every paper against the subject that had occurred by then, once, by the day of the paper and then in
 * log order. Every question whether a paper still stands is answered here: score, grounds, evidence, erasure, listings.
 *
 * A paper is judged by the rule set named on it. What ends it counts from its own day on. A finding withdrawn and found again
 * is two papers: a withdrawal ends what was written before it. A dispute changes nothing while it is open, so none is known here.
 *
 * @param facts those known at the moment asked about, in any order
 * @throws the refusal `rule-set-unknown` {ruleSetId}
 */
export function standingOn(rules: RuleBook, facts: readonly CreditFact[], day: Day): readonly Standing[] {
  const occurred = facts.filter((fact) => fact.occurredOn <= day).sort(inOrder);
  const later = laterPapers(occurred, day);
  return occurred.filter(isPaper).map((taken): Standing => {
    const { ends, closing, changed, corrections } = later.get(paperOf(taken)) ?? none;
    const fact = asCorrected(asChanged(taken, changed), corrections);
    const ended = ends.find(({ endsFrom }) => fact.position < endsFrom)?.ending ?? null;
    return { fact, changed, publicUntil: publicEnd(rules, fact, closing), ended, corrected: closing };
  });
}

/** It is the same paper, by its own number and day, and imposes something else. */
function asChanged(fact: PaperFact, changed: PenaltyChangedFact | null): PaperFact {
  if (fact.type !== 'penalty-decision' || changed === null) return fact;
  const { penaltyKinds, fineFen, severity, effectiveUntil } = changed;
  return { ...fact, penaltyKinds, fineFen, severity, effectiveUntil };
}

/**
 * Every day on which `standingOn` may say something else than on the day before, earliest first.
 *
 * @param standing `standingOn` of these facts, for who has asked it already
 */
export function turningDays(facts: readonly CreditFact[], standing: (day: Day) => readonly Standing[]): readonly Day[] {
  const days = new Set<Day>();
  for (const fact of facts) {
    days.add(fact.occurredOn);
    const ends = endOf(fact);
    if (ends) days.add(ends.on);
    if (fact.type === 'hazard-rectified') days.add(fact.closedOn);
  }
  for (const day of [...days]) {
    for (const { publicUntil } of standing(day)) if (publicUntil !== null) days.add(publicUntil);
  }
  return [...days].sort(compareDay);
}

/** Of what a listing says the basis alone is asked of a fact. */
function asCorrected(fact: PaperFact, corrections: readonly ListingCorrectedFact[]): PaperFact {
  const legalBasis = corrections.findLast(({ field }) => field === 'legalBasis')?.newValue;
  return fact.type !== 'listed' || legalBasis === undefined ? fact : { ...fact, legalBasis };
}

function inOrder(one: CreditFact, other: CreditFact): number {
  return compareDay(one.occurredOn, other.occurredOn) || one.position - other.position;
}

function isPaper(fact: CreditFact): fact is PaperFact {
  return endings[fact.type] === 'paper';
}

/** What a fact ends, from which day; `before`: only what was written before it. `key`: by which it can be taken back. */
interface Ends {
  readonly how: HowEnded;
  readonly on: Day;
  readonly before?: boolean;
  readonly key?: string;
}
/** A fact that takes an ending back: the paper stands again, its own terms have gone on. */
interface TakesBack {
  readonly takesBack: string;
  readonly on: Day;
}

/** What every fact is to the papers of its subject: one of them, what ends one, what takes such an end back, or neither. */
const endings: {
  readonly [Type in CreditFact['type']]:
    ((fact: Extract<CreditFact, { readonly type: Type }>) => Ends | TakesBack | 'neither') | 'paper' | 'neither';
} = {
  'penalty-decision': 'paper',
  'penalty-revoked': ({ revokedOn }) => ({ how: 'revoked', on: revokedOn }),
  'penalty-changed': 'neither',
  'penalty-found-unlawful': ({ foundOn }) => ({ how: 'found-unlawful', on: foundOn }),
  'penalty-found-void': ({ foundOn }) => ({ how: 'found-void', on: foundOn }),
  'commitment-made': 'neither',
  'commitment-verified': 'neither',
  'false-commitment': 'paper',
  'false-commitment-withdrawn': ({ withdrawnOn }) => ({ how: 'withdrawn', on: withdrawnOn, before: true }),
  'no-commitment': 'paper',
  'hazard-judged': 'paper',
  'hazard-rectified': 'neither',
  listed: 'paper',
  'listing-corrected': 'neither',
  removed: ({ removedOn }) => ({ how: 'removed', on: removedOn }),
  repaired: ({ repairedOn, repairId }) => ({ how: 'repaired', on: repairedOn, before: true, key: repairId }),
  'repair-revoked': ({ revokedOn, repairId }) => ({ takesBack: repairId, on: revokedOn }),
  suspended: ({ suspendedOn, suspensionId }) => ({ how: 'suspended', on: suspendedOn, key: suspensionId }),
  'suspension-ended': ({ endedOn, suspensionId, outcome }) =>
    outcome === 'plan-failed' ? { takesBack: suspensionId, on: endedOn } : 'neither',
};

function endOf(fact: CreditFact): Ends | TakesBack | undefined {
  const row = endings[fact.type];
  if (typeof row === 'string') return undefined;
  const ends = (row as (fact: CreditFact) => Ends | TakesBack | 'neither')(fact);
  return ends === 'neither' ? undefined : ends;
}

interface Later {
  /** `endsFrom`: what stands before this position of the log is ended. */
  ends: readonly { readonly ending: Ending; readonly endsFrom: number; readonly key: string | undefined }[];
  closing: HazardRectifiedFact | null;
  changed: PenaltyChangedFact | null;
  corrections: readonly ListingCorrectedFact[];
}
const none: Later = { ends: [], closing: null, changed: null, corrections: [] };

/** By paper: what later papers say of it by the day. */
function laterPapers(occurred: readonly CreditFact[], day: Day): ReadonlyMap<string, Later> {
  const found = new Map<string, Later>();
  const of = (fact: CreditFact): Later => {
    const later = found.get(paperOf(fact)) ?? { ...none };
    found.set(paperOf(fact), later);
    return later;
  };
  for (const fact of occurred) {
    if (fact.type === 'hazard-rectified' && fact.closedOn <= day) of(fact).closing = fact;
    if (fact.type === 'penalty-changed') of(fact).changed = fact;
    if (fact.type === 'listing-corrected') of(fact).corrections = [...of(fact).corrections, fact];
    const ends = endOf(fact);
    if (ends === undefined || ends.on > day) continue;
    const later = of(fact);
    if ('takesBack' in ends) {
      later.ends = later.ends.filter(({ key }) => key !== ends.takesBack);
      continue;
    }
    const { how, on, before, key } = ends;
    const endsFrom = before === true ? fact.position : Infinity;
    later.ends = [...later.ends, { ending: { how, on, by: fact }, endsFrom, key }];
  }
  return found;
}

/**
 * The severity is the one the event was recorded with; the term is that of the rule set named on it, read as it was when the paper
 * that sets it was recorded: of a hazard, its closing.
 */
function publicEnd(rules: RuleBook, fact: PaperFact, closing: HazardRectifiedFact | null): Day | null {
  switch (fact.type) {
    case 'penalty-decision':
      return publicityEnd(rules.byId(fact.ruleSetId), fact.severity, fact.decidedOn, recordedOn(fact));
    case 'false-commitment':
    case 'no-commitment':
      return publicityEnd(rules.byId(fact.ruleSetId), fact.severity, fact.foundOn, recordedOn(fact));
    case 'hazard-judged': {
      if (closing === null) return null;
      if (closing.closedOn <= fact.rectifyBy) return closing.closedOn; // in time: nothing stays
      const ruleSet = rules.byId(fact.ruleSetId);
      return publicityEnd(ruleSet, ruleSet.severity.overdueHazard.value, closing.closedOn, recordedOn(closing));
    }
    case 'listed':
      return fact.listedUntil;
  }
}

const recordedOn = ({ recordedAt }: FactOrigin): Day => dayOfInstant(recordedAt);
