import { derivedId, sameContent } from '../../shared';
import {
  type CommitmentMissing,
  type MissingCommitmentEvent,
  missingCommitmentEvents,
} from './missing-commitment.events';

/** One paper, one stream: authority and document number name it. */
export const findingIdOf = (authorityCode: string, documentNumber: string): string =>
  derivedId('missingCommitment', authorityCode, documentNumber);
export const streamOf = (findingId: string): string => `${missingCommitment.category}-${findingId}`;

export type MissingCommitmentState =
  { readonly status: 'absent' } | { readonly status: 'found'; readonly finding: CommitmentMissing['data'] };

const initial: MissingCommitmentState = { status: 'absent' };

function evolve(_: MissingCommitmentState, event: MissingCommitmentEvent): MissingCommitmentState {
  return { status: 'found', finding: event.data };
}

export const missingCommitment = {
  category: 'missingCommitment',
  initial: initial as MissingCommitmentState,
  evolve,
  ...missingCommitmentEvents,
};

/** Refusal: `exists-with-different-content`. */
export const recordMissing =
  (wanted: CommitmentMissing['data']) =>
  (state: MissingCommitmentState): MissingCommitmentEvent[] => {
    if (state.status === 'found') return sameContent(state.finding, wanted, 'documentNumber');
    return [{ type: 'CommitmentMissing', data: wanted }];
  };
