import { handling } from '@app/event-store';
import { type CreditFact, originOf } from '../credit-dossier';
import type { PenaltyDecisionEvent } from './domain/penalty-decision.events';

/** What a decision and its outcome mean for the credit of their subject. */
export const penaltyDecisionFacts = handling<PenaltyDecisionEvent, CreditFact>({
  PenaltyDecisionRecorded: (data, stored) => ({
    type: 'penalty-decision',
    ...originOf(stored, data.documentNumber),
    decisionId: data.decisionId,
    penaltyKinds: data.penaltyKinds,
    fineFen: data.fineFen,
    violationCode: data.violationCode,
    severity: data.severity,
    decidedOn: data.decidedOn,
    procedure: data.procedure,
    effectiveUntil: data.effectiveUntil,
    ruleSetId: data.ruleSetId,
  }),
  PenaltyDecisionRevoked: ({ documentNumber, decisionId, revokedOn }, stored) => ({
    type: 'penalty-revoked',
    ...originOf(stored, documentNumber),
    decisionId,
    revokedOn,
  }),
  PenaltyDecisionChanged: (data, stored) => ({
    type: 'penalty-changed',
    ...originOf(stored, data.documentNumber),
    decisionId: data.decisionId,
    changedOn: data.changedOn,
    penaltyKinds: data.penaltyKinds,
    fineFen: data.fineFen,
    severity: data.severity,
    effectiveUntil: data.effectiveUntil,
  }),
  PenaltyDecisionCorrected: null, // what is judged stays as it is
  PenaltyDecisionFoundUnlawful: ({ documentNumber, decisionId, foundOn }, stored) => ({
    type: 'penalty-found-unlawful',
    ...originOf(stored, documentNumber),
    decisionId,
    foundOn,
  }),
  PenaltyDecisionFoundVoid: ({ documentNumber, decisionId, foundOn }, stored) => ({
    type: 'penalty-found-void',
    ...originOf(stored, documentNumber),
    decisionId,
    foundOn,
  }),
});
