import { handling } from '@app/event-store';
import type { GivenName } from '../shared';
import type { PrintedPublicityEvent } from './domain/printed-publicity.events';

/** None of its events gives the subject a name. */
export const names = handling<PrintedPublicityEvent, GivenName>({
  PrintedPublicityFoundTooLong: null,
  PrintedPublicitySettled: null,
});
