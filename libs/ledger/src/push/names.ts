import { handling } from '@app/event-store';
import type { GivenName } from '../shared';
import type { PushEvent } from './domain/push.events';

/** None of its events gives the subject a name. */
export const names = handling<PushEvent, GivenName>({
  PushDelivered: null,
  PushRefused: null,
  PushGivenUp: null,
  PushRedriven: null,
  PushHeld: null,
  PushSentDespiteCheck: null,
  PushOvertaken: null,
  PushNothingThere: null,
});
