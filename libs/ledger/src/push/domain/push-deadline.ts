import type { RuleBook } from '../../rule-set';
import { type Day, type Due, dayOfInstant, dueDay, type DueDay, type WorkingDayCalendar } from '../../shared';
import { nameOfBody } from './body-names';
import type { PushEvent } from './push.events';

/** How long a body may wait for one message, and what has become of it. */
export interface PushDeadline {
  readonly endpoint: string;
  readonly kind: string;
  /** The day of the paper: the deadline is counted from it. */
  readonly since: Day;
  /** Null: the rules set none for this body and kind. */
  readonly term: { readonly workingDays: number; readonly basis: string; readonly due: DueDay } | null;
  /** `closed`: it has nothing to say any more, so no deadline is kept or missed. */
  readonly state: 'open' | 'acknowledged' | 'closed';
  /** The day of the body's receipt; null unless it is acknowledged. */
  readonly acknowledgedOn: Day | null;
  /** Why it is held, for people, and since when; null: it is not held. */
  readonly held: { readonly sentences: readonly string[]; readonly on: Day } | null;
}

/** A message as far as its deadline goes. */
export interface DatedMessage {
  readonly body: string;
  readonly kind: string;
  /** The day of its paper. */
  readonly since: Day;
  /** The day on which its fact was recorded. */
  readonly recordedOn: Day;
}

/**
 * The deadline of a message as it is queued, under the rules of the day on which its fact was recorded: 7 working days from the decision
 * (S38), 3 from the paper that revokes or changes it (S24) or repairs it (S32). Open when the count enters a year that nobody knows. Pure.
 */
export function deadlineOf(rules: RuleBook, workingDays: WorkingDayCalendar, message: DatedMessage): PushDeadline {
  const { body, kind, since, recordedOn } = message;
  const rule = rules.inForce(recordedOn).telling.deadlines.find((one) => one.body === body && one.kinds.includes(kind));
  const term = rule && {
    workingDays: rule.workingDays.value,
    basis: rule.workingDays.basis,
    due: dueDay({ workingDays }, since, rule.workingDays.value),
  };
  return {
    endpoint: body,
    kind,
    since,
    term: term ?? null,
    state: 'open',
    acknowledgedOn: null,
    held: null,
  };
}

/** The same, counted once more: of an open one, now that the year is known. */
export function counted(deadline: PushDeadline, workingDays: WorkingDayCalendar): PushDeadline {
  const { since, term } = deadline;
  if (term?.due.dueOpen == null) return deadline;
  return { ...deadline, term: { ...term, due: dueDay({ workingDays }, since, term.workingDays) } };
}

/** What an event of the push makes of its deadline: only a receipt keeps it, only what closes the push ends it otherwise. Pure. */
export function afterPushEvent(deadline: PushDeadline, event: PushEvent): PushDeadline {
  const free = { ...deadline, held: null };
  switch (event.type) {
    case 'PushDelivered':
    case 'PushAdopted':
      return { ...free, state: 'acknowledged', acknowledgedOn: dayOfInstant(event.data.receivedAt) };
    case 'PushHeld': {
      const sentences = event.data.faults.map(({ sentence }) => sentence);
      return { ...deadline, held: { sentences, on: event.data.heldOn } };
    }
    case 'PushOvertaken':
    case 'PushPublicityOver':
    case 'PushNothingThere':
      return { ...free, state: 'closed' };
    case 'PushRefused':
    case 'PushGivenUp':
      return free; // it still runs: the body does not have the record
    case 'PushRedriven':
    case 'PushSentDespiteCheck':
      return { ...free, state: 'open', acknowledgedOn: null };
    case 'PushFoundLost':
      // The body had it in time and lost it: it is to have it again, and is not late for that.
      return deadline;
  }
}

/** 报送期限 and, of what is held, 核对未过: both until the body has the record; the second shows by which day it has to be mended. Pure. */
export function duesOf({ endpoint, kind, since, term, state, held }: PushDeadline): Due[] {
  if (state !== 'open') return [];
  const body = nameOfBody(endpoint);
  const shared = {
    whose: 'officer',
    until: term?.due.dueOn ?? null,
    dueOpen: term?.due.dueOpen ?? null,
    days: 'working',
    basis: term?.basis ?? '该平台该类信息未定报送期限',
    commandId: null,
  } as const;
  const deadline: Due[] = term
    ? [{ ...shared, what: 'push-deadline', title: `向${body}报送（${kind}），以平台回执为准`, since }]
    : [];
  if (held === null) return deadline;
  const title = `向${body}报送（${kind}）核对未过，须更正记录或决定仍予报送：${held.sentences.join('；')}`;
  return [...deadline, { ...shared, what: 'push-held', title, since: held.on }];
}
