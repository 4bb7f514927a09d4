import { derivedId, Refusal, stateCouncilCalendar, type Day, type WorkingDayCalendar } from '../shared';
import type { RuleSet } from './rule-set';
import { ruleSets } from './rule-sets';

/**
 * Every rule that depends on law, as one plain value. Pure functions take it as their first argument; its holder decides
 * where it comes from. Today it is read from the data files, tomorrow it is folded from events: no caller notices.
 */
export interface RuleBook {
  /** The rule set for a document of this day; also the one whose base, bounds and grades a score of this day has. */
  readonly inForce: (day: Day) => RuleSet;
  /** The rule set named on a fact. Refusal: `rule-set-unknown` {ruleSetId}. */
  readonly byId: (ruleSetId: string) => RuleSet;
  /** First days of the rule sets but the first, earliest first: what is judged by the day may turn there. */
  readonly turns: readonly Day[];
  /** Identifies the rule sets in it: different when a word of any of them differs by which something is judged. */
  readonly edition: string;
  /** Which days are worked, year by year; a year that is not there is not known. */
  readonly workingDays: WorkingDayCalendar;
}

/**
 * A book of these rule sets, oldest first. Throws when they do not cover every day: the first must have an open start.
 */
export function ruleBook(sets: readonly RuleSet[], workingDays: WorkingDayCalendar): RuleBook {
  const newestFirst = sets.toReversed();
  if (newestFirst.at(-1)?.effectiveFrom !== null) throw new Error('the first rule set must have an open start');
  const known = new Map(sets.map((ruleSet) => [ruleSet.id, ruleSet]));
  return {
    inForce: (day) => {
      const found = newestFirst.find(({ effectiveFrom }) => effectiveFrom === null || effectiveFrom <= day);
      if (found === undefined) throw new Error(`no rule set covers ${day}`);
      return found;
    },
    byId: (ruleSetId) => {
      const found = known.get(ruleSetId);
      if (found === undefined) throw new Refusal('rule-set-unknown', { ruleSetId });
      return found;
    },
    turns: sets.flatMap(({ effectiveFrom }) => effectiveFrom ?? []),
    edition: derivedId('rule-book', JSON.stringify(sets.map(judging))),
    workingDays,
  };
}

/** The book of the data files that come with the program. */
export const publishedRules: RuleBook = ruleBook(ruleSets, stateCouncilCalendar);

/**
 * What judges the papers on record. The section of the history only flags what is shown, those of the channels and of telling say what
 * others are told: no row follows from them, so none is worked out anew for them. A reading holds for what is recorded from its day on, and
 * is stated before that day comes: no row that stands was judged under another.
 */
function judging({
  history: _history,
  channels: _channels,
  readings: _readings,
  telling: _telling,
  ...rest
}: RuleSet): Omit<RuleSet, 'history' | 'channels' | 'readings' | 'telling'> {
  return rest;
}
