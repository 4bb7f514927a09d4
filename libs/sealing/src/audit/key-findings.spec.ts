import { ed25519Signer, newEd25519Key } from '../note/ed25519-key';
import { keyFindings } from './key-findings';

const keyOf = () => ed25519Signer(newEd25519Key(), 'ledger.example/keys').verifier;
const [first, second, stranger] = [keyOf(), keyOf(), keyOf()];

describe('the keys in the database', () => {
  it('are well when the log has introduced them, each by the one before', () => {
    const introduced = [
      { key: first, byTheOneBefore: false },
      { key: second, byTheOneBefore: true },
    ];
    expect(keyFindings([first, second], introduced, [])).toEqual([]);
  });

  it('are found when the log has not, unless whoever asks knows them', () => {
    const introduced = [{ key: first, byTheOneBefore: false }];
    expect(keyFindings([first, stranger], introduced, [first])).toEqual([
      { code: 'key-not-introduced', what: stranger.vkey },
    ]);
    expect(keyFindings([first, stranger], introduced, [first, stranger])).toEqual([]);
  });

  it('are found when one came without the word of the one before, or cannot be read', () => {
    const introduced = [{ key: first, byTheOneBefore: false }, { key: second, byTheOneBefore: false }, undefined];
    expect(keyFindings([], introduced, [first])).toEqual([
      { code: 'key-without-the-one-before', what: second.vkey },
      { code: 'key-without-the-one-before', what: '2' },
    ]);
    expect(keyFindings([], introduced.slice(0, 2), [first, second])).toEqual([]);
  });
});
