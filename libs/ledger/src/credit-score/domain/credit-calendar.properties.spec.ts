import * as fc from 'fast-check';
import {
  byPaper,
  calendarAfter,
  type CalendarDays,
  calendarOf,
  clearCalendar,
  type CreditFact,
  forGood,
  paperOf,
  sinceEver,
  standingOn,
  touchedBy,
} from '../../credit-dossier/domain';
import { anyFact } from '../../credit-dossier/domain/credit-fact.examples';
import { publishedRules, ruleBook } from '../../rule-set';
import { addDays } from '../../shared';
import { creditScore } from './credit-score';
import { judgeUnder } from './judge';
import { isOnSeriousList } from './listings-in-force';

/** A second book whose sets differ in base and bounds, so that verdicts turn with the rules alone. */
const harsh = ruleBook(
  ['1900-01-01', '2023-05-01', '2026-04-01'].map((day, index) => {
    const { scoring, ...set } = publishedRules.inForce(day);
    const floor = { ...scoring.floor, value: 40 + 10 * index };
    return { ...set, scoring: { ...scoring, floor, base: { ...scoring.base, value: 70 + 10 * index } } };
  }),
  publishedRules.workingDays,
);

const facts = fc.array(anyFact, { maxLength: 14 }).map(inLogOrder);
function inLogOrder(some: readonly CreditFact[]): CreditFact[] {
  return some.map((fact, index) => ({ ...fact, position: index + 1, eventId: `event-${index + 1}` }));
}
const aDay = fc.integer({ min: -400, max: 5_000 }).map((days) => addDays('2020-01-01', days));

describe.each([
  ['the published rules', publishedRules],
  ['rules whose base and floor change', harsh],
])('the calendar of a subject under %s', (_, rules) => {
  const judge = judgeUnder(rules);
  const effects = (some: readonly CreditFact[]) =>
    [...byPaper(some).values()].flatMap((paper) => judge.effectsOf(paper).effects);
  const whole = (some: readonly CreditFact[]) => calendarOf(judge, effects(some));

  it('says of any day what the fold of all facts says', () => {
    fc.assert(
      fc.property(facts, aDay, (some, anyDay) => {
        const days = whole(some);
        for (const day of [anyDay, ...turnsOf(days)]) {
          const { score, grade } = creditScore(rules, some, day);
          const listed = isOnSeriousList(standingOn(rules, some, day), day);
          const row = days.filter(({ from, until }) => from <= day && day < until);
          expect(row).toMatchObject([{ score, grade, status: listed ? 'listed' : 'not-listed' }]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has every day in one row, and no two rows side by side that say the same', () => {
    fc.assert(
      fc.property(facts, (some) => {
        const days = whole(some);
        expect(days[0]?.from).toBe(sinceEver);
        expect(days.at(-1)?.until).toBe(forGood);
        for (const [index, row] of days.slice(1).entries()) {
          const before = days[index];
          expect(before?.until).toBe(row.from);
          expect(row.turns.length > 0 || row.score !== before?.score || row.grade !== before.grade).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is the same whether the facts came one by one, in any batches, or all at once', () => {
    fc.assert(
      fc.property(facts, fc.infiniteStream(fc.integer({ min: 1, max: 4 })), (some, sizes) => {
        let days = clearCalendar(judge);
        const known = new Map<string, CreditFact[]>();
        for (let at = 0; at < some.length;) {
          const batch = some.slice(at, (at += sizes.next().value as number));
          const before = [...byPaper(batch).keys()].flatMap((paper) => judge.effectsOf(known.get(paper) ?? []).effects);
          for (const fact of batch) known.set(paperOf(fact), [...(known.get(paperOf(fact)) ?? []), fact]);
          const after = [...byPaper(batch).keys()].flatMap((paper) => judge.effectsOf(known.get(paper) ?? []).effects);
          days = withTouched(days, { gone: before, begun: after });
        }
        expect(days).toEqual(whole(some));
      }),
      { numRuns: 300 },
    );

    /** As the read model does it: only the rows that touch the change are read and written. */
    function withTouched(days: readonly CalendarDays[], changed: Parameters<typeof calendarAfter>[2]) {
      const touched = touchedBy(changed);
      if (!touched) return days;
      const isTouched = ({ from, until }: CalendarDays) => until >= touched.from && from <= touched.until;
      return [
        ...days.filter((row) => row.until < touched.from),
        ...calendarAfter(judge, days.filter(isTouched), changed),
        ...days.filter((row) => row.from > touched.until),
      ];
    }
  });

  it('knows of each paper the days on which it may be held against anybody', () => {
    fc.assert(
      fc.property(facts, aDay, (some, day) => {
        for (const paper of byPaper(some).values()) {
          const { stands } = judge.effectsOf(paper);
          const outside = stands === null || day < stands.from || stands.until <= day;
          if (!outside) continue;
          expect(creditScore(rules, paper, day).contributions.length).toBe(1);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The first and the last day of each row. */
function turnsOf(days: readonly CalendarDays[]): string[] {
  return days.slice(1).flatMap(({ from }) => [from, addDays(from, -1)]);
}
