import { derivedId, documentNumberKey, type Refusal, sameContent, spellingsOf } from '../../shared';
import {
  type CommitmentMissing,
  type MissingCommitmentEvent,
  missingCommitmentEvents,
} from './missing-commitment.events';

const idUnder = (authorityCode: string, spelling: string): string =>
  derivedId('missingCommitment', authorityCode, spelling);
/** One paper, one stream: authority and document number name it. */
export const findingIdOf = (authorityCode: string, documentNumber: string): string =>
  idUnder(authorityCode, documentNumberKey(documentNumber));
/** Under which ids it may be on record: older versions took the number as it was written. */
export const findingIdsOf = (authorityCode: string, documentNumber: string): readonly string[] =>
  spellingsOf(documentNumber).map((spelling) => idUnder(authorityCode, spelling));
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

/**
 * Refusals in this order: `exists-with-different-content`; the contradiction.
 * @param contradiction what cannot be true on the paper, if anything: `otherNameIn`
 */
export const recordMissing =
  (wanted: CommitmentMissing['data'], contradiction?: Refusal) =>
  (state: MissingCommitmentState): MissingCommitmentEvent[] => {
    if (state.status === 'found') return sameContent(state.finding, wanted, 'documentNumber');
    if (contradiction) throw contradiction;
    return [{ type: 'CommitmentMissing', data: wanted }];
  };
