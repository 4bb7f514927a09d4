import { type EventVersions, versionOne } from '../../shared';
import type { MajorFireHazardEvent } from './major-fire-hazard.events';

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const majorFireHazardVersions: EventVersions<MajorFireHazardEvent> = {
  MajorFireHazardJudged: versionOne,
  MajorFireHazardListedForSupervision: versionOne,
  MajorFireHazardFoundOverdue: versionOne,
  MajorFireHazardRectified: versionOne,
};
