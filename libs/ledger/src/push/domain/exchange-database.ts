import { addDays, type Day, derivedId, type Due } from '../../shared';
import { type ExchangeDatabaseEvent, exchangeDatabaseEvents } from './exchange-database.events';

/** What is known of a body's exchange database (前置库). One stream for each body, by its name. */
export interface ExchangeDatabase {
  /** The batches that were found gone: each is a restore. */
  readonly lostBatches: readonly string[];
  /** Since when a restore waits for somebody to look after it; null: none does. */
  readonly restoredOn: Day | null;
}

const initial: ExchangeDatabase = { lostBatches: [], restoredOn: null };

function evolve(state: ExchangeDatabase, event: ExchangeDatabaseEvent): ExchangeDatabase {
  switch (event.type) {
    case 'ExchangeDatabaseFoundRestored': {
      const { lostBatch, foundOn } = event.data;
      return { lostBatches: [...state.lostBatches, lostBatch], restoredOn: state.restoredOn ?? foundOn };
    }
    case 'ExchangeRestorationReviewed':
      return { ...state, restoredOn: null };
  }
}

/** 核对被恢复的前置库. What was lost is said again by itself; why it was put back, and what else it took back, a person has to ask. */
function due({ restoredOn }: ExchangeDatabase): Due[] {
  if (restoredOn === null) return [];
  return [
    {
      what: 'exchange-database-restored',
      title: '前置库已被恢复为旧备份，须向接收平台核实原因并核对',
      whose: 'operator',
      until: addDays(restoredOn, 1),
      dueOpen: null,
      days: 'calendar',
      basis: '本台账默认：发现之日起1日内核对',
      since: restoredOn,
      commandId: null,
    },
  ];
}

export const exchangeDatabase = {
  category: 'exchangeDatabase',
  ofNoUnit: true as const,
  receiptIdOf: (body: string): string => derivedId('exchangeDatabase', body),
  initial,
  evolve,
  due,
  ...exchangeDatabaseEvents,
};

/** A restore was found. Known already by its batch: quiet. */
export const findRestored =
  (found: { readonly endpoint: string; readonly lostBatch: string; readonly foundOn: Day }) =>
  ({ lostBatches }: ExchangeDatabase): ExchangeDatabaseEvent[] =>
    lostBatches.includes(found.lostBatch)
      ? []
      : [{ type: 'ExchangeDatabaseFoundRestored', data: { subjectId: null, ...found } }];

/** 前置库恢复已核对. Nothing waits for it: quiet. */
export const reviewRestoration =
  (review: { readonly endpoint: string; readonly reason: string; readonly reviewedOn: Day }) =>
  ({ restoredOn }: ExchangeDatabase): ExchangeDatabaseEvent[] =>
    restoredOn === null ? [] : [{ type: 'ExchangeRestorationReviewed', data: { subjectId: null, ...review } }];
