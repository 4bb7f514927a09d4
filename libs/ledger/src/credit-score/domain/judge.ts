import {
  type CreditFact,
  type Effect,
  forGood,
  isPublic,
  type Judge,
  type PaperEffects,
  type Standing,
  standingOn,
  turningDays,
} from '../../credit-dossier/domain';
import type { RuleBook } from '../../rule-set';
import { compareDay, type Day } from '../../shared';
import { type Claim, claimsOf, counts } from './claims-of-fact';
import { judged } from './credit-score';
import { listingsInForce } from './listings-in-force';

/** Judges days as `scoreOf` does, for the calendar: the same papers, claims, bounds and grades, and no words. */
export const judgeUnder = (rules: RuleBook): Judge => ({
  edition: rules.edition,
  turns: rules.turns,
  effectsOf: (facts) => effectsOf(rules, facts),
  verdict: (day, points, listed) => {
    const ruleSet = rules.inForce(day);
    return judged(ruleSet, ruleSet.scoring.base.value + points, listed);
  },
});

/**
 * Asks the score for every day on which it may turn; what stays the same from one to the next is one effect. A day is asked about once,
 * however often its answer is needed: a rebuild judges every paper there is.
 */
function effectsOf(rules: RuleBook, facts: readonly CreditFact[]): PaperEffects {
  const standing = onceADay((day) => standingOn(rules, facts, day));
  const claims = onceADay((day) => standing(day).flatMap((paper) => claimsOf(rules, paper)));
  const effects: Effect[] = [];
  let open = new Map<string, EffectOnDay & { readonly from: Day }>();
  let firstPublic: Day | undefined;
  let endOfPublic: Day = forGood;
  for (const day of daysAsked(turningDays(facts, standing), claims)) {
    const papers = standing(day);
    const here = new Map(added(effectsOn(claims(day), papers, day)).map((effect) => [keyOf(effect), effect]));
    for (const [key, effect] of open) if (!here.has(key)) effects.push({ ...effect, until: day });
    open = new Map([...here].map(([key, effect]) => [key, open.get(key) ?? { ...effect, from: day }]));
    const isPublicHere = papers.some((paper) => isPublic(paper, day));
    if (isPublicHere) {
      firstPublic ??= day;
      endOfPublic = forGood;
    } else if (endOfPublic === forGood) endOfPublic = day;
  }
  for (const effect of open.values()) effects.push({ ...effect, until: forGood });
  return { effects, stands: firstPublic === undefined ? null : { from: firstPublic, until: endOfPublic } };
}

function onceADay<Found>(find: (day: Day) => Found): (day: Day) => Found {
  const found = new Map<Day, { readonly found: Found }>();
  return (day) => {
    const known = found.get(day) ?? { found: find(day) };
    found.set(day, known);
    return known.found;
  };
}

/** The turning days of the papers, and those of the claims they make there. */
function daysAsked(turning: readonly Day[], claims: (day: Day) => readonly Claim[]): readonly Day[] {
  const days = new Set(turning);
  for (const day of turning) {
    for (const { from, until } of claims(day)) {
      days.add(from);
      if (until !== null) days.add(until);
    }
  }
  return [...days].sort(compareDay);
}

type EffectOnDay = Omit<Effect, 'from' | 'until'>;

function effectsOn(claimed: readonly Claim[], papers: readonly Standing[], day: Day): EffectOnDay[] {
  const claims = claimed
    .filter((claim) => counts(claim, day))
    .map(({ eventId, document, rule, points }) => ({ eventId, document, rule, points, listed: false }));
  const listings = listingsInForce(papers, day).map(({ eventId, document, register }) => ({
    eventId,
    document,
    rule: 'listed',
    points: 0,
    listed: register === 'serious-dishonesty',
  }));
  return [...claims, ...listings];
}

/** All that one event does under one rule, as one effect: a closing gives points back for every judgement it closes. */
function added(effects: readonly EffectOnDay[]): readonly EffectOnDay[] {
  if (effects.length <= 1) return effects;
  const sums = new Map<string, EffectOnDay>();
  for (const effect of effects) {
    const key = `${effect.eventId} ${effect.rule}`;
    sums.set(key, { ...effect, points: effect.points + (sums.get(key)?.points ?? 0) });
  }
  return [...sums.values()];
}

const keyOf = ({ eventId, rule, points }: EffectOnDay): string => `${eventId} ${rule} ${points}`;
