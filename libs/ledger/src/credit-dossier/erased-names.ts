import { handling, type StoredEvent } from '@app/event-store';
import { parseToken } from '@app/personal-data';
import type { ErasureEvent } from '../erasure/domain/erasure.events';
import type { KnownName } from './domain';

/** What becomes of the names of a subject by an erasure. */
export const erasures = handling<ErasureEvent, readonly KnownName[], [names: readonly KnownName[]]>({
  PersonalDataErased: ({ keyId }, _stored, names) =>
    names.map((known) => (parseToken(known.name)?.keyId === keyId ? { ...known, source: 'erased' } : known)),
});

/**
 * After an erasure nobody can read the registered name, so it no longer stands for its subject: the name on the next paper is the
 * present one. Other events leave the names as they are.
 */
export const namesAfter = (stored: StoredEvent, names: readonly KnownName[]): readonly KnownName[] =>
  erasures.of(stored, names) ?? names;
