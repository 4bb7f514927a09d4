import { type Day, derivedId, Refusal } from '../../shared';
import { ManyById } from './many-by-id';
import {
  type DiscrepancyFound,
  type DiscrepancyResolved,
  type ReconciliationEvent,
  reconciliationEvents,
  type ReconciliationOpened,
} from './reconciliation.events';

/** One body and day, one stream. */
export const reconciliationIdOf = (endpoint: string, day: Day): string => derivedId('reconciliation', endpoint, day);
/** Further differences of it, as one comparison found them: another one of that day has sheets of its own. */
export const sheetIdOf = (reconciliationId: string, startedAt: string, sheet: number): string =>
  derivedId('reconciliationSheet', reconciliationId, startedAt, String(sheet));
export const discrepancyIdOf = (reconciliationId: string, difference: string, key: string, ordinal: number): string =>
  derivedId('discrepancy', reconciliationId, difference, key, String(ordinal));
export const streamOf = (reconciliationId: string): string => `${reconciliation.category}-${reconciliationId}`;

interface Found {
  readonly found: DiscrepancyFound['data'];
  /** Null: nobody has said anything to it. */
  readonly resolution: DiscrepancyResolved['data'] | null;
}

export type Reconciliation =
  | { readonly status: 'absent' }
  | {
      readonly status: 'open' | 'closed';
      readonly opened: ReconciliationOpened['data'];
      /** By their ids, in the order in which they were found. */
      readonly discrepancies: ManyById<Found>;
    };

const initial: Reconciliation = { status: 'absent' };

function evolve(state: Reconciliation, event: ReconciliationEvent): Reconciliation {
  if (event.type === 'ReconciliationOpened') {
    return { status: 'open', opened: event.data, discrepancies: ManyById.none<Found>() };
  }
  if (state.status === 'absent') return state;
  switch (event.type) {
    case 'DiscrepancyFound':
      return withFound(state, event.data.discrepancyId, { found: event.data, resolution: null });
    case 'DiscrepancyResolved': {
      const { discrepancyId } = event.data;
      const one = state.discrepancies.get(discrepancyId);
      return one ? withFound(state, discrepancyId, { ...one, resolution: event.data }) : state;
    }
    case 'ReconciliationClosed':
      return { ...state, status: 'closed' };
  }
}

const withFound = (state: Exclude<Reconciliation, { status: 'absent' }>, id: string, found: Found): Reconciliation => ({
  ...state,
  discrepancies: state.discrepancies.with(id, found),
});

export const reconciliation = {
  category: 'reconciliation',
  ofNoUnit: true as const,
  initial: initial as Reconciliation,
  evolve,
  ...reconciliationEvents,
};

/** What was compared, and the differences that are named. Nothing found: it closes by itself. A body's second one of a day is quiet. */
export const open =
  (opened: ReconciliationOpened['data'], found: readonly DiscrepancyFound['data'][]) =>
  (state: Reconciliation): ReconciliationEvent[] => {
    if (state.status !== 'absent') return [];
    const { reconciliationId, endpoint, reconciledOn: closedOn } = opened;
    return [
      { type: 'ReconciliationOpened', data: opened },
      ...found.map((data) => ({ type: 'DiscrepancyFound' as const, data })),
      ...(opened.differences === 0
        ? [
            {
              type: 'ReconciliationClosed' as const,
              data: { subjectId: null, reconciliationId, endpoint, remark: null, closedOn },
            },
          ]
        : []),
    ];
  };

export type Resolution = Omit<DiscrepancyResolved['data'], 'subjectId'>;

/**
 * 差异处置. Said again in the same words: quiet. Refusals in this order: `reconciliation-not-found`; `discrepancy-not-found`;
 * `exists-with-different-content` it was resolved for another reason.
 */
export const resolve =
  (wanted: Resolution) =>
  (state: Reconciliation): ReconciliationEvent[] => {
    const { reconciliationId, discrepancyId, reason } = wanted;
    if (state.status === 'absent') throw new Refusal('reconciliation-not-found', { reconciliationId });
    const one = state.discrepancies.get(discrepancyId);
    if (!one) throw new Refusal('discrepancy-not-found', { discrepancyId });
    if (one.resolution === null) return [{ type: 'DiscrepancyResolved', data: { subjectId: null, ...wanted } }];
    if (one.resolution.reason === reason) return [];
    throw new Refusal('exists-with-different-content', {}, 'reason');
  };

export interface Closing {
  readonly reconciliationId: string;
  readonly remark: string;
  readonly closedOn: Day;
}

/**
 * 对账办结. Closed already: quiet. Refusals in this order: `reconciliation-not-found`; `discrepancies-unresolved` {open} nobody has said yet
 * what became of so many. Of differences that were counted and not named the remark has to speak.
 */
export const close =
  ({ reconciliationId, remark, closedOn }: Closing) =>
  (state: Reconciliation): ReconciliationEvent[] => {
    if (state.status === 'absent') throw new Refusal('reconciliation-not-found', { reconciliationId });
    if (state.status === 'closed') return [];
    const unresolved = state.discrepancies.values().filter(({ resolution }) => resolution === null).length;
    if (unresolved > 0) throw new Refusal('discrepancies-unresolved', { open: unresolved });
    const { endpoint } = state.opened;
    return [{ type: 'ReconciliationClosed', data: { subjectId: null, reconciliationId, endpoint, remark, closedOn } }];
  };
