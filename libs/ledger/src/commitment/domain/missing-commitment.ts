import { type Day, derivedId, sameContent } from '../../shared';
import type { CommitmentMissing, MissingCommitmentEvent } from './missing-commitment.events';
import { missingCommitmentVersions } from './missing-commitment.versions';

/** One paper, one stream: authority and document number name it. */
export const findingIdOf = (authorityCode: string, documentNumber: string): string =>
  derivedId('missingCommitment', authorityCode, documentNumber);
export const streamOf = (findingId: string): string => `missingCommitment-${findingId}`;

export type MissingCommitmentState =
  { readonly status: 'absent' } | { readonly status: 'found'; readonly finding: CommitmentMissing['data'] };

const initial: MissingCommitmentState = { status: 'absent' };

function evolve(_: MissingCommitmentState, event: MissingCommitmentEvent): MissingCommitmentState {
  return { status: 'found', finding: event.data };
}

const occurredOn = (event: MissingCommitmentEvent): Day => event.data.foundOn;

export const missingCommitment = {
  initial: initial as MissingCommitmentState,
  evolve,
  occurredOn,
  versions: missingCommitmentVersions,
};

/** Refusal: `exists-with-different-content`. */
export const recordMissing =
  (wanted: CommitmentMissing['data']) =>
  (state: MissingCommitmentState): MissingCommitmentEvent[] => {
    if (state.status === 'found') return sameContent(state.finding, wanted, 'documentNumber');
    return [{ type: 'CommitmentMissing', data: wanted }];
  };
