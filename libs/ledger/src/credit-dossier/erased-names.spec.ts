import { anErasure } from '../../../../test/support/ledger-events';
import * as event from '../../../../test/support/ledger-events';
import { type KnownName, presentName } from './domain';
import { namesAfter } from './erased-names';

const keyId = '0a0b0c0d-1111-4222-8333-444455556666';
const token = (key: string) => `pd1.${key}.name.${'A'.repeat(80)}`;
const registered: KnownName = {
  name: token(keyId),
  since: '2026-05-06',
  source: 'registered',
  recordedAt: '2026-05-06T02:00:00.000Z',
};
const onNextPaper: KnownName = { ...registered, name: token('0a0b0c0d-1111-4222-8333-444455556667'), source: 'paper' };

describe('the name of a person after an erasure', () => {
  it('is the one on the next paper, and until then the one that cannot be read', () => {
    const names = namesAfter(anErasure({ keyId }), [registered]);
    expect(presentName(names)).toBe(registered.name);
    expect(presentName([...names, onNextPaper])).toBe(onNextPaper.name);
    expect(presentName([registered, onNextPaper])).toBe(registered.name);
  });

  it('stays when another key went, when it is plain, and after any other event', () => {
    const names = [registered, { ...registered, name: '广阳区鑫桥阳酒店店' }];
    expect(namesAfter(anErasure({ keyId: '0a0b0c0d-1111-4222-8333-444455556667' }), names)).toEqual(names);
    expect(namesAfter(event.aPenaltyDecision(), names)).toBe(names);
  });
});
