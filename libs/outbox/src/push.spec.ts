import { pushIdOf } from './push';

const eventId = '6f9f2f0a-4f0c-4c1d-9d3a-0f6d1c1b2a3e';

describe('the id of a push', () => {
  it('is a UUID made of event, endpoint and part, for good', () => {
    expect(pushIdOf(eventId, 'credit-hebei')).toBe('b76a607d-135c-8a67-b510-c03645d8ff2a');
  });

  it('of the first part is the one that pushes had when an event was one message', () => {
    expect(pushIdOf(eventId, 'credit-hebei', 0)).toBe('b76a607d-135c-8a67-b510-c03645d8ff2a');
  });

  it('differs when any differs', () => {
    expect(pushIdOf(eventId, 'credit-hebei', 1)).not.toBe(pushIdOf(eventId, 'credit-hebei', 0));
    expect(pushIdOf(eventId, 'credit-hebei', 1)).not.toBe(pushIdOf(eventId, 'credit-hebei', 2));
    expect(pushIdOf(eventId, 'gsxt-hebei')).not.toBe(pushIdOf(eventId, 'credit-hebei'));
  });
});
