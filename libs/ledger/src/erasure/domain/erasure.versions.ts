import { type EventVersions, versionOne } from '../../shared';
import type { ErasureEvent } from './erasure.events';

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const erasureVersions: EventVersions<ErasureEvent> = {
  PersonalDataErased: versionOne,
};
