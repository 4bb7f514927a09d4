import { verifierFrom } from './ed25519-key';
import { type NoteSigner, type NoteVerifier, openNote, signNote } from './signed-note';

/** The second line: no number, so that nobody takes it for a checkpoint. */
const words = 'seal key';

/**
 * The note by which a log takes up a key: origin, the words `seal key`, the key, when; signed by that key, and by the one before it, so
 * that whoever believes the one believes the other.
 *
 * @param before the key that signed until now; undefined: this is the first, or the one before is lost.
 * @param time UTC, milliseconds, `…Z`.
 */
export function introductionNote(signer: NoteSigner, before: NoteSigner | undefined, time: string): string {
  const { name, vkey } = signer.verifier;
  const text = `${name}\n${words}\n${vkey}\n${time}\n`;
  return signNote(text, before ? [signer, before] : [signer]);
}

export interface IntroducedKey {
  readonly key: NoteVerifier;
  /** The key before it signed, too. Of the first key there is none before. */
  readonly byTheOneBefore: boolean;
}

/**
 * Reads the introductions of a log in their order.
 *
 * @returns the keys in order; undefined in place of one whose note is malformed, is about another key, or is not signed by it.
 */
export function introducedKeys(
  introductions: readonly { readonly vkey: string; readonly note: string }[],
): (IntroducedKey | undefined)[] {
  let before: NoteVerifier | undefined;
  return introductions.map(({ vkey, note }) => {
    const found = introducedBy(vkey, note, before);
    before = found?.key ?? before;
    return found;
  });
}

function introducedBy(vkey: string, note: string, before: NoteVerifier | undefined): IntroducedKey | undefined {
  try {
    const key = verifierFrom(vkey);
    const { text, signedBy } = openNote(note, before ? [key, before] : [key]);
    const [origin, said, named] = text.split('\n');
    if (origin !== key.name || said !== words || named !== key.vkey || !signedBy.includes(key)) return undefined;
    return { key, byTheOneBefore: before !== undefined && signedBy.includes(before) };
  } catch {
    return undefined; // whoever asks names the introduction that cannot be believed
  }
}
