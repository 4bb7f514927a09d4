import { handling } from '@app/event-store';
import { asPrinted, type GivenName } from '../shared';
import type { MajorFireHazardEvent } from './domain/major-fire-hazard.events';

/** The names its events give the subject. */
export const names = handling<MajorFireHazardEvent, GivenName>({
  MajorFireHazardJudged: ({ subjectName }) => asPrinted(subjectName),
  MajorFireHazardListedForSupervision: null,
  MajorFireHazardFoundOverdue: null,
  MajorFireHazardRectified: null,
});
