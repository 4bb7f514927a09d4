import { handling } from '@app/event-store';
import { type CreditFact, originOf } from '../credit-dossier';
import type { CommitmentEvent } from './domain/commitment.events';
import type { MissingCommitmentEvent } from './domain/missing-commitment.events';

/** What a commitment, or a missing one, means for the credit of its subject. */
export const commitmentFacts = handling<CommitmentEvent | MissingCommitmentEvent, CreditFact>({
  CommitmentMade: ({ commitmentNumber, commitmentId, madeOn, verificationDueOn }, stored) => ({
    type: 'commitment-made',
    ...originOf(stored, commitmentNumber),
    commitmentId,
    madeOn,
    verificationDueOn,
  }),
  CommitmentVerified: ({ commitmentNumber, commitmentId, verifiedOn }, stored) => ({
    type: 'commitment-verified',
    ...originOf(stored, commitmentNumber),
    commitmentId,
    verifiedOn,
  }),
  FalseCommitmentFound: (
    { commitmentNumber, commitmentId, foundOn, serious, severity, detail, ruleSetId },
    stored,
  ) => ({
    type: 'false-commitment',
    ...originOf(stored, commitmentNumber),
    commitmentId,
    foundOn,
    serious,
    severity,
    detail,
    ruleSetId,
  }),
  FalseCommitmentFindingWithdrawn: ({ documentNumber, commitmentId, withdrawnOn }, stored) => ({
    type: 'false-commitment-withdrawn',
    ...originOf(stored, documentNumber),
    commitmentId,
    withdrawnOn,
  }),
  CommitmentMissing: ({ documentNumber, findingId, foundOn, severity, ruleSetId }, stored) => ({
    type: 'no-commitment',
    ...originOf(stored, documentNumber),
    findingId,
    foundOn,
    severity,
    ruleSetId,
  }),
});
