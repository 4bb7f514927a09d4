import { handling } from '@app/event-store';
import type { GivenName } from '../shared';
import type { WorkingDaysEvent } from './domain/working-days.events';

/** None: its events are about nobody. */
export const names = handling<WorkingDaysEvent, GivenName>({
  WorkingDaysPublished: null,
});
