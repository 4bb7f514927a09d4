import { decode, type StoredEvent } from '@app/event-store';
import type { DestroyedKey } from '@app/personal-data';
import type { PersonalDataErased } from './domain/erasure.events';

/** The keys that recorded erasures order to be destroyed, each with what its tombstone will say. */
export function destructionsIn(events: readonly StoredEvent[]): readonly DestroyedKey[] {
  return events.flatMap((stored) => {
    if (stored.type !== 'PersonalDataErased') return [];
    const { keyId, ground } = (decode(stored) as PersonalDataErased).data;
    const { name, unitName } = stored.actor;
    return [{ keyId, ground, destroyedBy: `${name}（${unitName}）`, eventId: stored.id }];
  });
}
