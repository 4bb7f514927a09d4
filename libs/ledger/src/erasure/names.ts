import { handling } from '@app/event-store';
import type { GivenName } from '../shared';
import type { ErasureEvent } from './domain/erasure.events';

/** None of its events gives the subject a name. */
export const names = handling<ErasureEvent, GivenName>({
  PersonalDataErased: null,
});
