import { handling } from '@app/event-store';
import { type CreditFact, originOf } from '../credit-dossier';
import type { MajorFireHazardEvent } from './domain/major-fire-hazard.events';

/** What a hazard means for the credit of its subject. That it is overdue follows from the calendar; supervision counts for nothing. */
export const majorFireHazardFacts = handling<MajorFireHazardEvent, CreditFact>({
  MajorFireHazardJudged: ({ hazardNumber, hazardId, judgedOn, rectifyBy, ruleSetId }, stored) => ({
    type: 'hazard-judged',
    ...originOf(stored, hazardNumber),
    hazardId,
    judgedOn,
    rectifyBy,
    ruleSetId,
  }),
  MajorFireHazardListedForSupervision: null,
  MajorFireHazardFoundOverdue: null,
  MajorFireHazardRectified: ({ documentNumber, hazardNumber, hazardId, closedOn }, stored) => ({
    type: 'hazard-rectified',
    ...originOf(stored, documentNumber ?? hazardNumber),
    hazardId,
    closedOn,
  }),
});
