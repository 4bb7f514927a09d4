import { handling } from '@app/event-store';
import type { GivenName } from '../shared';
import type { ExchangeDatabaseEvent } from './domain/exchange-database.events';
import type { AdoptionEvent } from './domain/adoption.events';
import type { BodyKeysEvent } from './domain/body-keys.events';
import type { BodyStandingEvent } from './domain/body-standing.events';
import type { SampleDataEvent } from './domain/sample-data.events';
import type { PushEvent } from './domain/push.events';
import type { PushFlowEvent } from './domain/push-flow.events';

/** None of its events gives the subject a name. */
export const names = handling<
  | PushEvent
  | PushFlowEvent
  | ExchangeDatabaseEvent
  | AdoptionEvent
  | BodyKeysEvent
  | BodyStandingEvent
  | SampleDataEvent,
  GivenName
>({
  PushDelivered: null,
  PushRefused: null,
  PushGivenUp: null,
  PushRedriven: null,
  PushHeld: null,
  PushSentDespiteCheck: null,
  PushFoundLost: null,
  PushOvertaken: null,
  PushPublicityOver: null,
  PushNothingThere: null,
  PushAdopted: null,
  AdoptionAsked: null,
  AdoptionApproved: null,
  AdoptionCompleted: null,
  BodyBecameReal: null,
  BodyKeysPinned: null,
  BodyKeyChanged: null,
  SampleDataTaken: null,
  PushesPaused: null,
  PushesResumed: null,
  ExchangeDatabaseFoundRestored: null,
  ExchangeRestorationReviewed: null,
});
