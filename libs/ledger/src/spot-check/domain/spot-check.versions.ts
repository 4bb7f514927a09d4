import { type EventVersions, versionOne } from '../../shared';
import type { SpotCheckEvent } from './spot-check.events';

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const spotCheckVersions: EventVersions<SpotCheckEvent> = {
  SpotCheckRecorded: versionOne,
};
