import { handling } from '@app/event-store';
import type { GivenName } from '../shared';
import type { PersonQuestionEvent } from './domain/person-question.events';

/** None: a question gives nobody a name. */
export const names = handling<PersonQuestionEvent, GivenName>({
  PersonStatusAsked: null,
});
