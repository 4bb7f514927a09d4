import type { Examples } from '../../../../../test/support/examples';
import type { BodyStandingEvent } from './body-standing.events';

export const examples: Examples<BodyStandingEvent> = {
  BodyBecameReal: { subjectId: null, endpoint: 'credit-hebei', becameRealOn: '2026-06-15' },
};
