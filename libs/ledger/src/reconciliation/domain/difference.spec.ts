import { differencesOf, type Expected, type Held } from './difference';

const expected = (change: Partial<Expected> = {}): Expected => ({
  key: 'k',
  kind: 'penalty',
  pushId: 'push-1',
  lane: 'penalty:A:1:U',
  about: 'unit',
  presence: 'must',
  fingerprint: 'f',
  standing: 'shown',
  receiptNumber: 'R',
  ...change,
});
const held = (change: Partial<Held> = {}): Held => ({
  key: 'k',
  kind: 'penalty',
  fingerprint: 'f',
  state: 'shown',
  receiptNumber: 'R',
  ...change,
});

describe('how what is held differs from what was told', () => {
  it.each<[string, Expected | undefined, Held | undefined, readonly string[]]>([
    ['the same', expected(), held(), []],
    ['gone', expected(), undefined, ['lost']],
    ['not there yet', expected({ presence: 'may', receiptNumber: null }), undefined, []],
    ['there before its receipt is', expected({ presence: 'may', receiptNumber: null }), held({ state: 'ended' }), []],
    ['never told', undefined, held(), ['surplus']],
    ['other content', expected(), held({ fingerprint: 'g' }), ['altered']],
    ['another kind', expected(), held({ kind: 'list-entry' }), ['altered']],
    ['content that can be read no longer', expected({ fingerprint: null }), held({ fingerprint: 'g' }), []],
    ['another receipt', expected(), held({ receiptNumber: 'S' }), ['other-receipt']],
    ['ended and shown', expected({ standing: 'ended' }), held(), ['still-shown']],
    ['shown and ended', expected(), held({ state: 'ended' }), ['ended-there']],
    ['nobody can say', expected({ standing: 'either' }), held({ state: 'ended' }), []],
    ['two at once', expected({ standing: 'ended' }), held({ fingerprint: 'g' }), ['altered', 'still-shown']],
  ])('%s', (_what, ours, theirs, differences) => {
    expect(differencesOf(ours, theirs)).toEqual(differences);
  });

  it('a key that was said before is doubled, whatever it says', () => {
    expect(differencesOf(expected(), held({ fingerprint: 'g' }), true)).toEqual(['doubled']);
    expect(differencesOf(undefined, held(), true)).toEqual(['surplus']);
  });
});
