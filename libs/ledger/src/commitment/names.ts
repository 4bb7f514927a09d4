import { handling } from '@app/event-store';
import { asPrinted, type GivenName } from '../shared';
import type { CommitmentEvent } from './domain/commitment.events';
import type { MissingCommitmentEvent } from './domain/missing-commitment.events';

/** The names its events give the subject. */
export const names = handling<CommitmentEvent | MissingCommitmentEvent, GivenName>({
  CommitmentMade: ({ subjectName }) => asPrinted(subjectName),
  CommitmentVerified: null,
  FalseCommitmentFound: null,
  FalseCommitmentFindingWithdrawn: null,
  CommitmentMissing: ({ subjectName }) => asPrinted(subjectName),
});
