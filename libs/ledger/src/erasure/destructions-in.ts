import { handling, type StoredEvent } from '@app/event-store';
import type { DestroyedKey } from '@app/personal-data';
import type { ErasureEvent } from './domain/erasure.events';

/** The key that a recorded erasure orders to be destroyed, with what its tombstone will say. */
export const destructions = handling<ErasureEvent, DestroyedKey>({
  PersonalDataErased: ({ keyId, ground }, { id, actor: { name, unitName } }) => ({
    keyId,
    ground,
    destroyedBy: `${name}（${unitName}）`,
    eventId: id,
  }),
});

export const destructionsIn = (events: readonly StoredEvent[]): readonly DestroyedKey[] =>
  events.flatMap((stored) => destructions.of(stored) ?? []);
