import type { Day } from './day';
import { readField } from './read-field';

/** How the text of a field is read. */
type FieldReader = (text: never) => unknown;
type FieldReaders = Readonly<Record<string, FieldReader>>;

/** What may stand in a field: a field that can be read as null may be missing, any other must be there. */
type TextFor<Reader> = Reader extends (text: infer Text) => infer Value
  ? null extends Value
    ? Text
    : Exclude<Text, null | undefined>
  : never;
type MayBeMissing<Reader> = Reader extends (text: never) => infer Value ? (null extends Value ? true : false) : never;

/** A paper with these fields as somebody wrote it down: text, nothing checked yet. */
export type PaperWith<Readers> = {
  readonly [Field in keyof Readers as MayBeMissing<Readers[Field]> extends true ? never : Field]: TextFor<
    Readers[Field]
  >;
} & {
  readonly [Field in keyof Readers as MayBeMissing<Readers[Field]> extends true ? Field : never]?: TextFor<
    Readers[Field]
  >;
};

/** What its fields say once they are read. */
export type ReadWith<Readers> = {
  readonly [Field in keyof Readers]: Readers[Field] extends (text: never) => infer Value ? Value : never;
};

/** The paper that a function reads, as it was written down. */
export type Written<Read> = Read extends (paper: infer Paper, ...rest: never[]) => unknown ? Paper : never;

/** Reads the fields of a paper in the order of the table. A refusal names the first field that does not read. */
export const readFields = <Readers extends FieldReaders>(
  paper: PaperWith<Readers>,
  readers: Readers,
): ReadWith<Readers> => {
  const texts = paper as Readonly<Record<string, never>>;
  const read = Object.entries(readers).map(([field, reader]) => [
    field,
    readField(field, () => reader(texts[field] as never)),
  ]);
  return Object.fromEntries(read) as ReadWith<Readers>;
};

/**
 * A paper whose fields stand each for itself, stated once: field -> how its text is read, on this day. The function reads the
 * fields in their order and refuses the first that does not read, by its name; `Written` gives what it reads.
 */
export const paper =
  <Readers extends FieldReaders>(readersOn: (today: Day) => Readers) =>
  (written: PaperWith<Readers>, today: Day): ReadWith<Readers> =>
    readFields(written, readersOn(today));

/** A word that the request had to choose from a list: it is read as it stands. */
export const chosen = <Word extends string>(word: Word): Word => word;
