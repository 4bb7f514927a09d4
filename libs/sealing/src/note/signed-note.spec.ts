import fc from 'fast-check';
import { ed25519Signer, KeyUnusable, newEd25519Key, verifierFrom } from './ed25519-key';
import { NoteMalformed, NoteSignatureWrong, openNote, signNote } from './signed-note';

/** The example of the Go implementation (golang.org/x/mod/sumdb/note), whose key and signature nobody here made. */
const theirKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const theirNote = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

const ours = ed25519Signer(newEd25519Key(), 'ledger.example/fire-credit');
const other = ed25519Signer(newEd25519Key(), 'witness.example');
const known = [ours.verifier];

describe('a signed note', () => {
  it('of another implementation is read and verified', () => {
    const opened = openNote(theirNote, [verifierFrom(theirKey)]);
    expect(opened.signedBy.map(({ vkey }) => vkey)).toEqual([theirKey]);
    expect(opened.text).toMatch(/^If you think .* problem is\.\n$/s);
  });

  it('keeps a text with empty lines whole', () => {
    const text = 'one\n\ntwo\n\n\nthree\n';
    const opened = openNote(signNote(text, [ours]), known);
    expect(opened).toMatchObject({ text, signedBy: known, unknown: [] });
  });

  it('keeps signatures of keys nobody knows apart: a witness may add one', () => {
    const opened = openNote(signNote('text\n', [other, ours]), known);
    expect(opened.signedBy).toEqual(known);
    expect(opened.unknown.map(({ name, keyId }) => [name, keyId])).toEqual([['witness.example', other.verifier.keyId]]);
  });

  it('signed by nobody who is known says nothing', () => {
    expect(openNote(signNote('text\n', [other]), known).signedBy).toEqual([]);
  });

  it('is worth nothing when the text was changed by one character', () => {
    const note = signNote('a text of some length\n', [ours]);
    fc.assert(
      fc.property(fc.nat({ max: 20 }), (at) => {
        const changed = `${note.slice(0, at)}${note[at] === 'x' ? 'y' : 'x'}${note.slice(at + 1)}`;
        expect(() => openNote(changed, known)).toThrow(NoteSignatureWrong);
      }),
      { numRuns: 21 },
    );
  });

  it.each([
    ['no signatures', 'text\n'],
    ['no newline at the end', 'text\n\n— a AAAAAAAA'],
    ['a line that is no signature', 'text\n\nsigned: me\n'],
    ['a signature too short', 'text\n\n— a AAAA\n'],
    ['a control character', 'te\u0007xt\n\n— a AAAAAAAA\n'],
    ['far too long', `${'x'.repeat(70_000)}\n\n— a AAAAAAAA\n`],
    ['too many signatures', `text\n\n${'— a AAAAAAAA\n'.repeat(65)}`],
  ])('is malformed with %s', (_what, note) => {
    expect(() => openNote(note, known)).toThrow(NoteMalformed);
  });
});

describe('a key', () => {
  it('is told as one line, from which it comes back', () => {
    const { vkey, keyId } = ours.verifier;
    expect(verifierFrom(vkey)).toMatchObject({ vkey, keyId, name: 'ledger.example/fire-credit', scheme: 'ed25519' });
    expect(verifierFrom(theirKey).vkey).toBe(theirKey);
  });

  it.each([
    ['nothing', ''],
    ['another id', theirKey.replace('c74f20a3', 'c74f20a4')],
    ['another name', theirKey.replace('Peter', 'Paul')],
    ['a key too short', 'a+c74f20a3+AQAA'],
    ['another kind of key', `a+c74f20a3+${Buffer.concat([Buffer.from([2]), Buffer.alloc(32)]).toString('base64')}`],
  ])('is refused with %s', (_what, vkey) => {
    expect(() => verifierFrom(vkey)).toThrow(KeyUnusable);
  });

  it('that is no Ed25519 key in PEM, or has no proper name, does not sign', () => {
    expect(() => ed25519Signer('no pem', 'a')).toThrow(KeyUnusable);
    expect(() => ed25519Signer(newEd25519Key(), 'a b')).toThrow(KeyUnusable);
    expect(() => ed25519Signer(newEd25519Key(), '')).toThrow(KeyUnusable);
  });
});
