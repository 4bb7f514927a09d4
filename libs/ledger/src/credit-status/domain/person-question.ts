import { paper, Refusal, requiredText } from '../../shared';
import { type PersonQuestionEvent, personQuestionEvents, type PersonStatusAsked } from './person-question.events';

export type PersonQuestionState =
  { readonly status: 'absent' } | { readonly status: 'asked'; readonly question: PersonStatusAsked['data'] };

const initial: PersonQuestionState = { status: 'absent' };

export const personQuestion = {
  category: 'personStatusQuestion',
  initial: initial as PersonQuestionState,
  evolve: (_state: PersonQuestionState, { data }: PersonQuestionEvent): PersonQuestionState => ({
    status: 'asked',
    question: data,
  }),
  ...personQuestionEvents,
};

/** What somebody who asks about a person has to say. Refusals: `required`, `citizen-number-in-text`, as of the field. */
export const readPurpose = paper(() => ({ purpose: requiredText }));

/**
 * A question is written down once. Said again under its key it is answered anew, for the same person and purpose. Refusal:
 * `command-id-reused` it was another question.
 */
export const ask =
  (question: PersonStatusAsked['data']) =>
  (state: PersonQuestionState): PersonQuestionEvent[] => {
    if (state.status === 'absent') return [{ type: 'PersonStatusAsked', data: question }];
    const { personId, purpose } = state.question;
    if (personId !== question.personId || purpose !== question.purpose)
      throw new Refusal('command-id-reused', {}, 'Idempotency-Key');
    return [];
  };
