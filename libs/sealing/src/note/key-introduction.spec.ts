import { ed25519Signer, newEd25519Key } from './ed25519-key';
import { introducedKeys, introductionNote } from './key-introduction';
import type { NoteSigner } from './signed-note';

const keyOf = (name = 'ledger.example/introduced') => ed25519Signer(newEd25519Key(), name);
const [first, second, third] = [keyOf(), keyOf(), keyOf()];
const time = '2026-11-28T01:00:00.000Z';
const introduced = (signer: NoteSigner, before?: NoteSigner) => ({
  vkey: signer.verifier.vkey,
  note: introductionNote(signer, before, time),
});
const told = (introductions: Parameters<typeof introducedKeys>[0]) =>
  introducedKeys(introductions).map((one) => one && [one.key.keyId, one.byTheOneBefore]);

describe('the keys that a log has introduced', () => {
  it('vouch each for the next', () => {
    expect(told([introduced(first), introduced(second, first), introduced(third, second)])).toEqual([
      [first.verifier.keyId, false],
      [second.verifier.keyId, true],
      [third.verifier.keyId, true],
    ]);
  });

  it('show where one came without the word of the one before', () => {
    expect(told([introduced(first), introduced(second), introduced(third, first)])).toEqual([
      [first.verifier.keyId, false],
      [second.verifier.keyId, false],
      [third.verifier.keyId, false],
    ]);
  });

  it.each([
    ['about another key', { vkey: second.verifier.vkey, note: introduced(first).note }],
    ['changed afterwards', { ...introduced(first), note: introduced(first).note.replace('01:00', '02:00') }],
    ['not signed by itself', { vkey: first.verifier.vkey, note: introduced(first).note.replace(/— .*\n/, '') }],
    ['no key', { vkey: 'nothing', note: introduced(first).note }],
    ['a checkpoint', { vkey: first.verifier.vkey, note: `${first.verifier.name}\n1\nAAAA\n\n— a AAAAAAAA\n` }],
  ])('leave out one that is %s', (_what, introduction) => {
    expect(told([introduction])).toEqual([undefined]);
  });
});
