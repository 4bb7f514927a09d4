/**
 * What no store, read model, platform or file holds: the zero character and the other C0 controls but tab and line ends, DEL, and
 * halves of surrogate pairs. PostgreSQL's `jsonb` refuses the zero character and the halves, UTF-8 has no halves, and the rest
 * commands terminals and breaks XML.
 */
const unholdable = /[^\t\n\r -~\x80-\u{10FFFF}]|\p{Surrogate}/u;

/** Stands in place of a character that cannot be held: U+FFFD. */
export const REPLACEMENT = '\uFFFD';

/** Whether a text can be held everywhere as it is. */
export const isHoldable = (text: string): boolean => !unholdable.test(text);

/** Puts the replacement character in place of some characters: in a text, or in each text and name of a field of a plain JSON value. */
function replacing(characters: RegExp): <Value>(value: Value) => Value {
  const every = new RegExp(characters, 'gu');
  const inText = (text: string): string => (characters.test(text) ? text.replace(every, REPLACEMENT) : text);
  return function inValue<Value>(value: Value): Value {
    if (typeof value === 'string') return inText(value) as Value & string;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(inValue) as Value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [inText(name), inValue(inner)])) as Value;
  };
}

/** A text, or a plain JSON value with all its texts and names, with U+FFFD for each character that cannot be held. */
export const holdable = replacing(unholdable);

/** The same, but only for what `jsonb` refuses: the zero character and halves of pairs. */
export const holdableAsJsonb = replacing(/[\0\p{Surrogate}]/u);

/** The same, but only for what `jsonb` takes and others do not: the other control characters. */
export const withoutControls = replacing(/[^\0\t\n\r -~\x80-\u{10FFFF}]/u);

/** The first `max` UTF-16 units of a text; a character that the cut would halve is left out. */
export function cut(text: string, max: number): string {
  const end = /[\uD800-\uDBFF]/.test(text.charAt(max - 1)) ? max - 1 : max;
  return text.slice(0, end).toWellFormed();
}
