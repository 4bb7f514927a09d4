import { decode, type StoredEvent } from '@app/event-store';
import { parseToken } from '@app/personal-data';
import type { PersonalDataErased } from '../erasure';
import type { KnownName } from './credit-dossier';

/**
 * After an erasure a registered name that nobody can read stands for its subject no longer: it counts as one that some paper
 * gave, so that the name on the next paper is the present one. Other events leave the names as they are.
 */
export function namesAfter(stored: StoredEvent, names: readonly KnownName[]): readonly KnownName[] {
  if (stored.type !== 'PersonalDataErased') return names;
  const { keyId } = (decode(stored) as PersonalDataErased).data;
  return names.map((known) => (parseToken(known.name)?.keyId === keyId ? { ...known, source: 'paper' } : known));
}
