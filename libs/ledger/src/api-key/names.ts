import { handling } from '@app/event-store';
import type { GivenName } from '../shared';
import type { ApiKeyEvent } from './domain/api-key.events';

/** None: its events are about no subject. */
export const names = handling<ApiKeyEvent, GivenName>({
  ApiKeyIssued: null,
  ApiKeyRevoked: null,
});
