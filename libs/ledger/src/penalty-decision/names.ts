import { handling } from '@app/event-store';
import { asPrinted, type GivenName } from '../shared';
import type { PenaltyDecisionEvent } from './domain/penalty-decision.events';

/** The names its events give the subject. */
export const names = handling<PenaltyDecisionEvent, GivenName | undefined>({
  PenaltyDecisionRecorded: ({ subjectName }) => asPrinted(subjectName),
  PenaltyDecisionRevoked: null,
  PenaltyDecisionChanged: null,
  PenaltyDecisionCorrected: ({ subjectName }) => (subjectName === null ? undefined : asPrinted(subjectName)),
  PenaltyDecisionFoundUnlawful: null,
  PenaltyDecisionFoundVoid: null,
});
