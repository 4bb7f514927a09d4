import { derivedId, documentNumberKey, Refusal, sameContent, spellingsOf } from '../../shared';
import {
  type PenaltyDecisionEvent,
  penaltyDecisionEvents,
  type PenaltyDecisionRecorded,
  type PenaltyDecisionRevoked,
} from './penalty-decision.events';

const idUnder = (authorityCode: string, spelling: string): string =>
  derivedId('penaltyDecision', authorityCode, spelling);
/** One paper, one stream: authority and document number name it, whoever sends it, how often, and in which spelling. */
export const decisionIdOf = (authorityCode: string, documentNumber: string): string =>
  idUnder(authorityCode, documentNumberKey(documentNumber));
/** Under which ids it may be on record: older versions took the number as it was written. */
export const decisionIdsOf = (authorityCode: string, documentNumber: string): readonly string[] =>
  spellingsOf(documentNumber).map((spelling) => idUnder(authorityCode, spelling));
export const streamOf = (decisionId: string): string => `${penaltyDecision.category}-${decisionId}`;

export type PenaltyDecisionState =
  | { readonly status: 'absent' }
  | { readonly status: 'in-effect'; readonly decision: PenaltyDecisionRecorded['data'] }
  | {
      readonly status: 'revoked';
      readonly decision: PenaltyDecisionRecorded['data'];
      readonly revocation: PenaltyDecisionRevoked['data'];
    };

const initial: PenaltyDecisionState = { status: 'absent' };

function evolve(state: PenaltyDecisionState, event: PenaltyDecisionEvent): PenaltyDecisionState {
  switch (event.type) {
    case 'PenaltyDecisionRecorded':
      return { status: 'in-effect', decision: event.data };
    case 'PenaltyDecisionRevoked':
      return state.status === 'absent'
        ? state
        : { status: 'revoked', decision: state.decision, revocation: event.data };
  }
}

export const penaltyDecision = {
  category: 'penaltyDecision',
  initial: initial as PenaltyDecisionState,
  evolve,
  ...penaltyDecisionEvents,
};

/**
 * A paper that is on record meets itself, whatever is said of it today. Refusals in this order: `exists-with-different-content`; the
 * contradiction.
 *
 * @param inPlain the same paper as the ledger wrote it down before personal text was sealed.
 * @param contradiction what cannot be true on the paper, if anything; see `contradictionIn`.
 */
export const record =
  (wanted: PenaltyDecisionRecorded['data'], inPlain = wanted, contradiction?: Refusal) =>
  (state: PenaltyDecisionState): PenaltyDecisionEvent[] => {
    if (state.status !== 'absent') return sameContent(state.decision, wanted, 'documentNumber', inPlain);
    if (contradiction) throw contradiction;
    return [{ type: 'PenaltyDecisionRecorded', data: wanted }];
  };

export type Revocation = Omit<PenaltyDecisionRevoked['data'], 'subjectId' | 'decision'>;

/**
 * Refusals in this order: `penalty-decision-not-found`; `exists-with-different-content` (revoked by another paper);
 * `revoked-before-decided`.
 */
export const revoke =
  (wanted: Revocation) =>
  (state: PenaltyDecisionState): PenaltyDecisionEvent[] => {
    if (state.status === 'absent') throw new Refusal('penalty-decision-not-found', { decisionId: wanted.decisionId });
    const data = { ...wanted, subjectId: state.decision.subjectId, decision: recognisable(state.decision) };
    if (state.status === 'revoked') return sameContent(state.revocation, data, 'documentNumber');
    if (wanted.revokedOn < state.decision.decidedOn) {
      throw new Refusal('revoked-before-decided', { decidedOn: state.decision.decidedOn }, 'revokedOn');
    }
    return [{ type: 'PenaltyDecisionRevoked', data }];
  };

function recognisable(decision: PenaltyDecisionRecorded['data']): PenaltyDecisionRevoked['data']['decision'] {
  const { subjectName, documentNumber, procedure, penaltyKinds, authorityName, authorityCode, sourceName, sourceCode } =
    decision;
  return { subjectName, documentNumber, procedure, penaltyKinds, authorityName, authorityCode, sourceName, sourceCode };
}
