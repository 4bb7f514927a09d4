import { idempotencyKeyOf, pushIdOf } from './push';
import { aListEntry, aListRemoval, aPenalty, aPenaltyWithdrawal, aPush } from './push.examples';

const eventId = '6f9f2f0a-4f0c-4c1d-9d3a-0f6d1c1b2a3e';

describe('the id of a push', () => {
  it('is a UUID made of event and endpoint, for good', () => {
    expect(pushIdOf(eventId, 'credit-hebei')).toBe('b76a607d-135c-8a67-b510-c03645d8ff2a');
  });

  it('differs when either differs', () => {
    expect(pushIdOf(eventId, 'gsxt-hebei')).not.toBe(pushIdOf(eventId, 'credit-hebei'));
  });
});

describe('the idempotency key', () => {
  it('names target, kind, authority, document, subject and revision', () => {
    expect(idempotencyKeyOf(aPush(aPenalty()))).toBe(
      'credit-hebei:penalty:1113100001YMGCE72W:廊消行罚决字〔2024〕第0001号:91131002MABBQNQG8X:0',
    );
  });

  it('tells apart what is said about the same paper', () => {
    const matters = [aPenalty(), aPenaltyWithdrawal(), aListEntry(), aListRemoval()];
    const keys = [...matters.map((matter) => aPush(matter)), aPush(aPenalty(), { revision: 1 })].map(idempotencyKeyOf);
    expect(new Set(keys).size).toBe(5);
  });

  it('does not depend on the event, so a ledger rebuilt from its papers meets its own pushes', () => {
    expect(idempotencyKeyOf(aPush(aPenalty(), { position: 7 }))).toBe(
      idempotencyKeyOf(aPush(aPenalty(), { position: 9 })),
    );
  });
});
