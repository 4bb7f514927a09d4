import type { StoredEvent } from '@app/event-store';
import { writeRows } from '@app/projections';
import type { ClientBase } from 'pg';
import {
  byPaper,
  calendarAfter,
  type CalendarDays,
  calendarOf,
  type CreditFact,
  type Effect,
  type EffectsChanged,
  type Judge,
  sameDays,
  touchedBy,
} from './domain';
import type { dossierStep } from './dossier-step';
import { type KnownPapers, loadHeads, loadPapers, loadTouchedDays, removeCalendars, removeDays } from './stored-rows';
import { calendarTable, type DossierHead, headColumns, type PaperRow, papersTable } from './tables';

/**
 * Applies a batch as far as it changes anything: a subject with 10,000 facts is neither read nor written as a whole. It reads
 * the few facts of each paper that changed, and the rows of the calendar that touch the change. A subject that is new here, or
 * was judged by other rules, is judged as a whole.
 */
export const applyLive =
  (step: ReturnType<typeof dossierStep>, judge: Judge) =>
  async (client: ClientBase, events: readonly StoredEvent[]): Promise<void> => {
    const touched = await touchedBySubject(client, events, step, judge);
    const papers = await loadPapers(client, touched);
    const changes = touched.map((one) => changeOf(judge, one, papers.get(one.subjectId) ?? new Map()));
    const days = await loadTouchedDays(
      client,
      changes.filter(({ whole }) => !whole).flatMap(({ subjectId, effects }) => stretchOf(subjectId, effects)),
    );
    const calendars = changes.map(({ subjectId, whole, effects }): CalendarChange => {
      if (whole) return { subjectId, before: [], after: calendarOf(judge, effects.begun) };
      const before = days.get(subjectId) ?? [];
      return { subjectId, before, after: before.length === 0 ? [] : calendarAfter(judge, before, effects) };
    });
    await removeCalendars(
      client,
      changes.filter(({ whole }) => whole).map(({ subjectId }) => subjectId),
    );
    await removeDays(client, calendars.flatMap(daysGone));
    await writeRows(client, calendarTable, calendars.flatMap(daysChanged));
    await writeRows(
      client,
      papersTable,
      changes.flatMap((change) => change.papers),
    );
    await writeRows(
      client,
      headColumns,
      touched.map(({ head }) => ({ head, edition: judge.edition })),
    );
  };

/** A subject with something new in the batch. */
export interface Touched {
  readonly subjectId: string;
  readonly head: DossierHead;
  readonly newFacts: readonly CreditFact[];
  /** It is judged as a whole. */
  readonly whole: boolean;
}

async function touchedBySubject(
  client: ClientBase,
  events: readonly StoredEvent[],
  step: ReturnType<typeof dossierStep>,
  judge: Judge,
): Promise<readonly Touched[]> {
  const heads = await loadHeads(client, new Set(events.flatMap(({ subjectId }) => subjectId ?? [])));
  const touched = new Map<string, { head: DossierHead; readonly newFacts: CreditFact[] }>();
  for (const event of events) {
    const subjectId = event.subjectId ?? '';
    const before = touched.get(subjectId);
    const stepped = step(before?.head ?? heads.get(subjectId)?.head, event);
    if (!stepped) continue;
    const one = before ?? { head: stepped.head, newFacts: [] };
    one.head = stepped.head;
    if (stepped.fact) one.newFacts.push(stepped.fact);
    touched.set(subjectId, one);
  }
  return [...touched].map(([subjectId, { head, newFacts }]) => {
    return { subjectId, head, newFacts, whole: heads.get(subjectId)?.edition !== judge.edition };
  });
}

interface Change {
  readonly subjectId: string;
  readonly whole: boolean;
  readonly papers: readonly PaperRow[];
  readonly effects: EffectsChanged;
}

/** @param known all papers of the subject when it is judged as a whole, else those that the new facts are about */
function changeOf(judge: Judge, { subjectId, newFacts, whole }: Touched, known: KnownPapers): Change {
  const about = byPaper(newFacts);
  const papers: PaperRow[] = [];
  const [begun, gone]: [Effect[], Effect[]] = [[], []];
  for (const paper of new Set([...known.keys(), ...about.keys()])) {
    const before = known.get(paper) ?? [];
    const facts = [...before, ...(about.get(paper) ?? [])];
    const { effects, stands } = judge.effectsOf(facts);
    papers.push({ subjectId, paper, facts, stands });
    begun.push(...effects);
    if (!whole && before.length > 0) gone.push(...judge.effectsOf(before).effects);
  }
  return { subjectId, whole, papers, effects: withoutUnchanged(begun, gone) };
}

/** A row that is removed and added again unchanged is no change. */
function withoutUnchanged(begun: readonly Effect[], gone: readonly Effect[]): EffectsChanged {
  if (gone.length === 0) return { begun, gone }; // a new paper, or a subject judged whole
  const [come, went] = [new Set(begun.map(asText)), new Set(gone.map(asText))];
  return {
    begun: begun.filter((effect) => !went.has(asText(effect))),
    gone: gone.filter((effect) => !come.has(asText(effect))),
  };
}

const asText = (effect: Effect): string => JSON.stringify(effect);

function stretchOf(subjectId: string, effects: EffectsChanged) {
  const stretch = touchedBy(effects);
  return stretch ? [{ subjectId, ...stretch }] : [];
}

interface CalendarChange {
  readonly subjectId: string;
  readonly before: readonly CalendarDays[];
  readonly after: readonly CalendarDays[];
}

function daysGone({ subjectId, before, after }: CalendarChange) {
  const stay = new Set(after.map(({ from }) => from));
  return before.filter(({ from }) => !stay.has(from)).map(({ from }) => ({ subjectId, from }));
}

function daysChanged({ subjectId, before, after }: CalendarChange) {
  const known = new Map(before.map((days) => [days.from, days]));
  const isNew = (days: CalendarDays) => {
    const was = known.get(days.from);
    return was === undefined || !sameDays(was, days);
  };
  return after.filter(isNew).map((days) => ({ subjectId, days }));
}
