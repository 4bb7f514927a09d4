import type { EventLog } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { type Clock, Desk } from '../../libs/ledger/src/application';
import { publishedRules, type RuleBook } from '../../libs/ledger/src/rule-set';

export interface DeskChoices {
  readonly log?: EventLog;
  readonly today?: string;
  readonly rules?: RuleBook;
}

/** A clock that stands at ten in the morning of this day in Asia/Shanghai. */
export const clockAt = (today: string): Clock => ({ now: () => new Date(`${today}T02:00:00Z`), today: () => today });

/** A desk in memory: nothing recorded yet, the published rules, 23 November 2026, unless the test says otherwise. */
export function aDesk({
  today = '2026-11-23',
  log = new MemoryEventLog(() => clockAt(today).now()),
  rules = publishedRules,
}: DeskChoices = {}): Desk {
  return new Desk(log, clockAt(today), { book: rules });
}
