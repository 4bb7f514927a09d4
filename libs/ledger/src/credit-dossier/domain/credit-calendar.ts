import type { Day } from '../../shared';
import type { CreditFact } from './credit-fact';

/** Before every day and after every day, as the database spells them; together with days they sort as text. */
export const sinceEver = '-infinity';
export const forGood = 'infinity';

/** Days from `from` up to, and not including, `until`. */
export interface Stretch {
  readonly from: Day;
  readonly until: Day;
}

/** What one paper does to its subject on some days: points under a rule, or a place on a list. */
export interface Effect extends Stretch {
  readonly eventId: string;
  readonly document: string;
  /** A contribution rule, or `listed`. */
  readonly rule: string;
  readonly points: number;
  /** Stands on the list with outside effect. */
  readonly listed: boolean;
}

/** An effect that begins or ends on a day. */
export type Turn = Pick<Effect, 'eventId' | 'document' | 'rule' | 'points'> & { readonly how: 'begins' | 'ends' };

export interface Verdict {
  readonly score: number;
  readonly grade: string;
}

/** Days on which the answer about a subject is the same. */
export interface CalendarDays extends Stretch, Verdict {
  readonly status: 'listed' | 'not-listed';
  /** Of all papers together, without the base of the rule set and before floor and cap. */
  readonly points: number;
  /** On the list with outside effect so many times over. */
  readonly listings: number;
  /** What turns on the first of these days, in a fixed order; what turns at their end is what the next days begin with. */
  readonly turns: readonly Turn[];
}

/** How papers are judged, day by day: what the calendar is told by the score. Pure. */
export interface Judge {
  /** Different when any rule differs. */
  readonly edition: string;
  /** First days of the rule sets: a verdict may turn there though no paper does. */
  readonly turns: readonly Day[];
  /** Everything one paper does during its life. `facts`: all that are known of this paper, in any order. */
  effectsOf(facts: readonly CreditFact[]): PaperEffects;
  verdict(day: Day, points: number, listed: boolean): Verdict;
}

export interface PaperEffects {
  readonly effects: readonly Effect[];
  /** From the first to the last day on which it may be held against anybody; null: none. */
  readonly stands: Stretch | null;
}

/** The calendar of a subject without anything that counts: the same for each, and so worked out once for a judge. */
export function clearCalendar(judge: Judge): readonly CalendarDays[] {
  const known = clearCalendars.get(judge);
  if (known) return known;
  const never = { status: 'not-listed', points: 0, listings: 0, score: 0, grade: '', turns: [] } as const;
  const clear = calendarAfter(judge, [{ from: sinceEver, until: forGood, ...never }], { begun: [], gone: [] });
  clearCalendars.set(judge, clear);
  return clear;
}
const clearCalendars = new WeakMap<Judge, readonly CalendarDays[]>();

/** The whole calendar: every day there is stands in exactly one row, and two rows side by side differ. */
export const calendarOf = (judge: Judge, effects: readonly Effect[]): readonly CalendarDays[] =>
  calendarAfter(judge, clearCalendar(judge), { begun: effects, gone: [] });

export interface EffectsChanged {
  readonly begun: readonly Effect[];
  /** Effects that were in the calendar and no longer apply. */
  readonly gone: readonly Effect[];
}

/** The days an effect touches: its own, and the one on which it has ended. */
export function touchedBy({ begun, gone }: EffectsChanged): Stretch | undefined {
  const all = [...begun, ...gone];
  if (all.length === 0) return undefined;
  return {
    from: all.map(({ from }) => from).reduce((one, other) => (one < other ? one : other)),
    until: all.map(({ until }) => until).reduce((one, other) => (one > other ? one : other)),
  };
}

/**
 * The calendar after some effects came and others went.
 *
 * @param days side by side, and all that touch the changed ones (`touchedBy`): from the row that ends where the change begins to the one that
 *   begins where it ends
 */
export function calendarAfter(
  judge: Judge,
  days: readonly CalendarDays[],
  changed: EffectsChanged,
): readonly CalendarDays[] {
  const first = days[0]?.from ?? sinceEver;
  const end = days.at(-1)?.until ?? forGood;
  const turns = turnsAfter(days, changed);
  const steps = stepsOf(changed);
  const boundaries = new Set([...days.map(({ from }) => from), ...turns.keys(), ...steps.keys(), ...judge.turns]);
  const after: CalendarDays[] = [];
  let at = 0;
  let [points, listings] = [0, 0];
  for (const from of [...boundaries].filter((day) => first <= day && day < end).sort()) {
    while ((days[at]?.until ?? forGood) <= from) at++;
    const step = steps.get(from);
    points += step?.points ?? 0;
    listings += step?.listings ?? 0;
    const before = days[at];
    if (before === undefined) throw new Error(`no calendar row holds ${from}`);
    const here = { points: before.points + points, listings: before.listings + listings };
    const listed = here.listings > 0;
    const row = {
      ...here,
      status: listed ? 'listed' : 'not-listed',
      ...judge.verdict(from, here.points, listed),
    } as const;
    const turning = turns.get(from) ?? [];
    const last = after.at(-1);
    if (last && turning.length === 0 && alike(last, row)) continue;
    if (last) after[after.length - 1] = { ...last, until: from };
    after.push({ from, until: end, ...row, turns: turning });
  }
  return after;
}

const alike = (one: Verdict & Step, other: Verdict & Step): boolean =>
  one.points === other.points &&
  one.listings === other.listings &&
  one.score === other.score &&
  one.grade === other.grade;

/** Whether two rows say the same about the same days, in whatever order their fields stand. */
export const sameDays = (one: CalendarDays, other: CalendarDays): boolean =>
  one.from === other.from &&
  one.until === other.until &&
  one.status === other.status &&
  alike(one, other) &&
  (one.turns === other.turns || sameTurns(one.turns, other.turns));

const sameTurns = (some: readonly Turn[], others: readonly Turn[]): boolean =>
  some.length === others.length &&
  some.every((one, index) => {
    const other = others[index];
    return (
      other !== undefined &&
      keyOf(one) === keyOf(other) &&
      one.document === other.document &&
      one.points === other.points
    );
  });

interface Step {
  points: number;
  listings: number;
}

/** By day: how the sums change there. */
function stepsOf({ begun, gone }: EffectsChanged): ReadonlyMap<Day, Step> {
  const steps = new Map<Day, Step>();
  const add = (day: Day, { points, listed }: Effect, sign: 1 | -1) => {
    const step = steps.get(day) ?? { points: 0, listings: 0 };
    step.points += sign * points;
    step.listings += listed ? sign : 0;
    steps.set(day, step);
  };
  for (const effect of begun) {
    add(effect.from, effect, 1);
    add(effect.until, effect, -1);
  }
  for (const effect of gone) {
    add(effect.from, effect, -1);
    add(effect.until, effect, 1);
  }
  return steps;
}

/**
 * By day: what begins or ends there once the changes are in; a day on which nothing turns any more has none. Days on which nothing changes keep
 * what they have, the very same.
 */
function turnsAfter(days: readonly CalendarDays[], { begun, gone }: EffectsChanged): ReadonlyMap<Day, readonly Turn[]> {
  const turns = new Map(days.map(({ from, turns }) => [from, turns]));
  const changed = new Map<Day, Map<string, Turn>>();
  const on = (day: Day) => {
    const found = changed.get(day) ?? new Map((turns.get(day) ?? []).map((turn) => [keyOf(turn), turn]));
    changed.set(day, found);
    return found;
  };
  const ofEffect = ({ eventId, document, rule, points }: Effect, how: Turn['how']): Turn => ({
    eventId,
    document,
    rule,
    points,
    how,
  });
  for (const effect of gone) {
    on(effect.from).delete(keyOf(ofEffect(effect, 'begins')));
    on(effect.until).delete(keyOf(ofEffect(effect, 'ends')));
  }
  for (const effect of begun) {
    on(effect.from).set(keyOf(ofEffect(effect, 'begins')), ofEffect(effect, 'begins'));
    if (effect.until !== forGood) on(effect.until).set(keyOf(ofEffect(effect, 'ends')), ofEffect(effect, 'ends'));
  }
  for (const [day, found] of changed)
    turns.set(
      day,
      [...found].sort(byKey).map(([, turn]) => turn),
    );
  return turns;
}

const keyOf = ({ eventId, rule, how }: Turn): string => `${eventId} ${rule} ${how}`;
const byKey = ([one]: readonly [string, Turn], [other]: readonly [string, Turn]) => (one < other ? -1 : 1);
