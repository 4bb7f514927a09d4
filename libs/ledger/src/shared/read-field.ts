import { type Day, notInFuture, parseDay } from './day';
import { normaliseName, normaliseText } from './normalise';
import { plainText } from './plain-text';
import { Refusal } from './refusal';
import { storableText, undamaged } from './storable-text';

/** Where `faultsIn` collects; undefined when the first fault has the word. */
let collected: Refusal[] | undefined;

/** Reads one field of a paper; a refusal then names the field. */
export function readField<Value>(field: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const said = error instanceof Refusal ? error.at(field) : error;
    if (!collected) throw said;
    // What fails otherwise, after a fault, fails because of it: it was given a value that could not be read.
    if (said instanceof Refusal) collected.push(said);
    else if (collected.length === 0) throw said;
    return undefined as Value; // what is read on is thrown away
  }
}

/**
 * The faults of all fields of a paper, in the order in which they are read, where reading alone says the first only. What fields mean
 * together is not asked when one of them cannot be read.
 *
 * @param read reads the paper by `readField`; pure: it is carried on with holes where the faults are, and what it gives is thrown away
 */
export function faultsIn(read: () => unknown): readonly Refusal[] {
  const faults: Refusal[] = [];
  collected = faults;
  try {
    read();
  } catch (error) {
    if (faults.length > 0) return faults;
    if (!(error instanceof Refusal)) throw error;
    faults.push(error); // what fields mean together
  } finally {
    collected = undefined;
  }
  return faults;
}

/** Normalised text that must be there: that of `storableText`, `required`, `text-too-long` {max}, those of `plainText`. */
export function requiredText(text: string | null | undefined, max = 4_000): string {
  const found = optionalText(text, max);
  if (found === null) throw new Refusal('required');
  return found;
}

/** Normalised text, or null when there is none: that of `storableText`, `text-too-long` {max}, those of `plainText`. */
export function optionalText(text: string | null | undefined, max = 4_000): string | null {
  const found = optionalPersonalText(text, max);
  return found === null ? null : plainText(found);
}

/** Normalised text that will be sealed, so that it may name people and numbers: that of `storableText`, `required`, `text-too-long` {max}. */
export function requiredPersonalText(text: string | null | undefined, max = 4_000): string {
  const found = optionalPersonalText(text, max);
  if (found === null) throw new Refusal('required');
  return found;
}

/** The same, or null when there is none: that of `storableText`, `text-too-long` {max}. */
export function optionalPersonalText(text: string | null | undefined, max = 4_000): string | null {
  const found = storableText(text ?? '');
  if (found.length > max) throw new Refusal('text-too-long', { max });
  return found === '' ? null : found;
}

/** A name that must be there, in its one spelling: those of `requiredText`, that of `undamaged`. */
export const requiredName = (text: string | null | undefined, max = 200): string =>
  undamaged(normaliseName(requiredText(text, max)));

/** A person's name, which has no other spelling than the one it was written in: those of `requiredText`, that of `undamaged`. */
export const requiredPersonName = (text: string | null | undefined, max = 50): string =>
  undamaged(requiredText(text, max));

/** The same, or null when there is none: those of `optionalText`, that of `undamaged`. */
export const optionalPersonName = (text: string | null | undefined, max = 50): string | null => {
  const found = optionalText(text, max);
  return found === null ? null : undamaged(found);
};

/** A name, or null when there is none: those of `optionalText`, that of `undamaged`. */
export const optionalName = (text: string | null | undefined, max = 200): string | null => {
  const found = optionalText(text, max);
  return found === null ? null : undamaged(normaliseName(found));
};

/** Reads a day that is not after `today`: `required`, `date-invalid`, `date-in-future` {today}. */
export const dayUpTo =
  (today: Day) =>
  (text: string): Day =>
    notInFuture(parseDay(text), today);

/** A value read only when something is written: null for empty text. */
export function optional<Value>(text: string | null | undefined, read: (text: string) => Value): Value | null {
  const found = normaliseText(text ?? '');
  return found === '' ? null : read(found);
}
