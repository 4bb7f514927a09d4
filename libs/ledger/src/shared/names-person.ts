import { Refusal } from './refusal';

/** How spellings are compared: letters and digits only, in one width and case; dots, spaces and dashes are no difference. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

/** Whether two names are one but for brackets, spaces, dots and case. */
export const isSameName = (one: string, other: string): boolean => bare(one) === bare(other);

/** A name of one character would be found in any text. */
const NAME_MIN = 2;

/** What is looked for of these names, as spellings are compared. */
const soughtOf = (names: readonly string[]): readonly string[] =>
  names.map(bare).filter((name) => Array.from(name).length >= NAME_MIN);

/** Nobody is looked for in the papers of most units: their texts are not taken apart. */
function holdsOneOf(sought: readonly string[], text: string): boolean {
  if (sought.length === 0) return false;
  const written = bare(text);
  return sought.some((name) => written.includes(name));
}

/** Whether a text holds the name or the number of somebody, in any spelling. */
export const namesPerson = (text: string, names: readonly string[]): boolean => holdsOneOf(soughtOf(names), text);

/**
 * Fields that stay readable after an erasure must not reveal the person whose text the paper holds. Our default.
 * @param names name and number of that person; none when the paper holds no such text
 * Refusal: `personal-data-in-plain-field`.
 */
export const withoutNaming = (names: readonly string[]) => {
  let sought: readonly string[] | undefined; // where `faultsIn` reads on, a name may be missing: asked within the field that asks
  return <Text extends string | null>(text: Text): Text => {
    if (text === null) return text;
    sought ??= soughtOf(names);
    if (holdsOneOf(sought, text)) throw new Refusal('personal-data-in-plain-field');
    return text;
  };
};
