import type { Examples } from '../../../../../test/support/examples';
import { derivedId } from '../../shared';
import type { PersonQuestionEvent } from './person-question.events';

export const examples: Examples<PersonQuestionEvent> = {
  PersonStatusAsked: {
    subjectId: null,
    questionId: derivedId('personStatusQuestion', 'example'),
    personId: 'person-8b91ab7f24b0d0c1e2f3a4b5c6d7e8f9',
    purpose: '招标资格审查',
    askedOn: '2026-11-28',
    validAt: '2026-11-28',
    knownAt: '2026-11-28T02:00:00.000Z',
    status: 'not-listed',
    position: 42,
  },
};
