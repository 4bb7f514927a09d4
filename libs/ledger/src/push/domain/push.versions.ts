import { type EventVersions, versionOne } from '../../shared';
import type { PushEvent } from './push.events';

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const pushVersions: EventVersions<PushEvent> = {
  PushDelivered: versionOne,
  PushRefused: versionOne,
  PushGivenUp: versionOne,
  PushRedriven: versionOne,
};
