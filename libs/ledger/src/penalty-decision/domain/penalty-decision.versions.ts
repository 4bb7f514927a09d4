import { type EventVersions, versionOne } from '../../shared';
import type { PenaltyDecisionEvent } from './penalty-decision.events';

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const penaltyDecisionVersions: EventVersions<PenaltyDecisionEvent> = {
  PenaltyDecisionRecorded: versionOne,
  PenaltyDecisionRevoked: versionOne,
};
