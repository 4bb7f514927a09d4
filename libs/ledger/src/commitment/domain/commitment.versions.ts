import { type EventVersions, versionOne } from '../../shared';
import type { CommitmentEvent } from './commitment.events';

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const commitmentVersions: EventVersions<CommitmentEvent> = {
  CommitmentMade: versionOne,
  CommitmentVerified: versionOne,
  FalseCommitmentFound: versionOne,
  FalseCommitmentFindingWithdrawn: versionOne,
};
