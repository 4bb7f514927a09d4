import { handling } from '@app/event-store';
import type { GivenName } from '../shared';
import type { ReconciliationEvent } from './domain/reconciliation.events';

/** None: its events are about what a body holds. */
export const names = handling<ReconciliationEvent, GivenName>({
  ReconciliationOpened: null,
  DiscrepancyFound: null,
  DiscrepancyResolved: null,
  ReconciliationClosed: null,
});
