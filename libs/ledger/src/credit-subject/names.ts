import { handling } from '@app/event-store';
import { asRegistered, type GivenName } from '../shared';
import type { CreditSubjectEvent } from './domain/credit-subject.events';

/** The names its events give the subject. */
export const names = handling<CreditSubjectEvent, GivenName>({
  CreditSubjectRegistered: ({ subjectName }) => asRegistered(subjectName),
  CreditSubjectRenamed: ({ subjectName }) => asRegistered(subjectName),
});
