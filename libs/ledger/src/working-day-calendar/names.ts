import { handling } from '@app/event-store';
import type { GivenName } from '../shared';
import type { WorkingDaysEvent } from './domain/working-days.events';

/** The names its events give the subject: they are about nobody. */
export const names = handling<WorkingDaysEvent, GivenName>({
  WorkingDaysPublished: null,
});
