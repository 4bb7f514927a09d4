import { type EventVersions, versionOne } from '../../shared';
import type { MissingCommitmentEvent } from './missing-commitment.events';

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const missingCommitmentVersions: EventVersions<MissingCommitmentEvent> = {
  CommitmentMissing: versionOne,
};
