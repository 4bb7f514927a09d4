import { type Day, parseDay } from './day';
import { MARKS, type Stated } from './stated';

/**
 * Reads one node of a rule set as it was written down. A mistake in it is a mistake of ours: the reader throws an `Error` that
 * names the path, so that the program does not start on it.
 */
export type RuleReader<T> = (written: unknown, path: string) => T;

/** What a reader gives. A section states its fields once, as readers; its type is this. */
export type RulesIn<Reader> = Reader extends RuleReader<infer T> ? T : never;

type Readers = Readonly<Record<string, RuleReader<unknown>>>;
type SectionOf<Fields extends Readers> = { readonly [Field in keyof Fields]: RulesIn<Fields[Field]> };

const wrong = (path: string, what: string): Error => new Error(`rule set data: ${path} ${what}`);

export const text: RuleReader<string> = (written, path) => {
  if (typeof written !== 'string' || written === '') throw wrong(path, 'is no text');
  return written;
};

/** One of these words. */
export const word =
  <Word extends string>(words: readonly Word[]): RuleReader<Word> =>
  (written, path) => {
    const found = words.find((candidate) => candidate === written);
    if (found === undefined) throw wrong(path, `is ${JSON.stringify(written)}, none of ${words.join(', ')}`);
    return found;
  };

/** A whole number, below zero too. */
export const integer: RuleReader<number> = (written, path) => {
  if (typeof written !== 'number' || !Number.isSafeInteger(written)) throw wrong(path, 'is no whole number');
  return written;
};

/** A number of days, months, papers, fen: whole, and never below zero. */
export const count: RuleReader<number> = (written, path) => {
  const read = integer(written, path);
  if (read < 0) throw wrong(path, 'is below zero');
  return read;
};

/** Yes or no. */
export const yesNo: RuleReader<boolean> = (written, path) => {
  if (typeof written !== 'boolean') throw wrong(path, 'is neither true nor false');
  return written;
};

/** What the other reader gives, or null: not known. */
export const orNull =
  <T>(one: RuleReader<T>): RuleReader<T | null> =>
  (written, path) =>
    written === null ? null : one(written, path);

/** A day, or null for an open end. */
export const dayOrNull: RuleReader<Day | null> = (written, path) => {
  if (written === null) return null;
  try {
    return parseDay(text(written, path));
  } catch {
    throw wrong(path, 'is no day');
  }
};

export const listOf =
  <T>(one: RuleReader<T>): RuleReader<readonly T[]> =>
  (written, path) => {
    if (!Array.isArray(written)) throw wrong(path, 'is no list');
    return written.map((item: unknown, index) => one(item, `${path}.${index}`));
  };

/** Exactly these fields: a missing one is a mistake, and so is an unknown one. */
export const section =
  <Fields extends Readers>(fields: Fields): RuleReader<SectionOf<Fields>> =>
  (written, path) => {
    if (typeof written !== 'object' || written === null || Array.isArray(written)) throw wrong(path, 'is not there');
    const unknown = Object.keys(written).find((field) => !Object.hasOwn(fields, field));
    if (unknown !== undefined) throw wrong(`${path}.${unknown}`, `is none of ${Object.keys(fields).join(', ')}`);
    const values = written as Readonly<Record<string, unknown>>;
    const read = Object.entries(fields).map(([field, reader]) => [field, reader(values[field], `${path}.${field}`)]);
    return Object.fromEntries(read) as SectionOf<Fields>;
  };

/** One entry for each of these words, in their order. */
export const forEach = <Word extends string, T>(
  words: readonly Word[],
  one: RuleReader<T>,
): RuleReader<Readonly<Record<Word, T>>> =>
  section(Object.fromEntries(words.map((name) => [name, one])) as Record<Word, RuleReader<T>>);

/** A value with its origin: neither mark nor basis may be missing. */
export const stated = <T>(value: RuleReader<T>): RuleReader<Stated<T>> =>
  section({ value, mark: word(MARKS), basis: text });

/** A condition on its parts together. `fault` gives what is wrong, as the end of a sentence, or undefined. */
export const checked =
  <T>(reader: RuleReader<T>, fault: (read: T) => string | undefined): RuleReader<T> =>
  (written, path) => {
    const read = reader(written, path);
    const found = fault(read);
    if (found !== undefined) throw wrong(path, found);
    return read;
  };

/**
 * Spans of days in their order, each up to the start of the next: the first has an open start (null), so that every day is in
 * exactly one. `start` names the field with the first day.
 */
export const inTurn = <Start extends string, Span extends Readonly<Record<Start, Day | null>>>(
  start: Start,
  one: RuleReader<Span>,
): RuleReader<readonly Span[]> =>
  checked(listOf(one), (spans) => {
    const [first, ...later] = spans.map((span): Day | null => span[start]);
    if (first !== null) return 'does not begin with an open start';
    const rises = later.every((day, at) => day !== null && day > (later[at - 1] ?? ''));
    return rises ? undefined : 'has its days out of order';
  });
