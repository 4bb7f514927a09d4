import type { IntroducedKey } from '../note/key-introduction';
import type { NoteVerifier } from '../note/signed-note';
import type { Finding } from './finding';

/**
 * The keys that stand in the database against those that the log has introduced: one that it never introduced is somebody's who
 * writes to the database; one that came without the word of the one before may be.
 *
 * @param trusted whoever asks knows these himself; of them nothing is said.
 */
export function keyFindings(
  stored: readonly NoteVerifier[],
  introduced: readonly (IntroducedKey | undefined)[],
  trusted: readonly NoteVerifier[],
): Finding[] {
  const known = new Set([...trusted.map(({ vkey }) => vkey), ...introduced.map((one) => one?.key.vkey)]);
  return [
    ...stored
      .filter(({ vkey }) => !known.has(vkey))
      .map(({ vkey }): Finding => ({ code: 'key-not-introduced', what: vkey })),
    ...introduced.flatMap((one, index): Finding[] => {
      if (one && (index === 0 || one.byTheOneBefore || trusted.some(({ vkey }) => vkey === one.key.vkey))) return [];
      return [{ code: 'key-without-the-one-before', what: one?.key.vkey ?? String(index) }];
    }),
  ];
}
