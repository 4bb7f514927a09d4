import { getMetadataStorage } from 'class-validator';

/** What is asked of a field that holds a text. */
interface TextField {
  /** Characters, as sent. */
  readonly max: number;
  readonly mayBeMissing: boolean;
}

type BodyClass = new () => object;

const declared = new WeakMap<object, Map<string, TextField>>();

/** Remembers a field of a class of bodies that holds a text, and of which nothing else is asked. */
export const textField =
  (field: TextField): PropertyDecorator =>
  (prototype, name) => {
    const fields = declared.get(prototype) ?? new Map<string, TextField>();
    declared.set(prototype, fields.set(String(name), field));
  };

interface TextsOnly {
  readonly fields: ReadonlyMap<string, TextField>;
  readonly required: readonly string[];
}

const known = new WeakMap<BodyClass, TextsOnly | null>();

/**
 * Reads a body of texts alone in one go, as most papers are: the library asks each field each of its questions anew, for every request.
 *
 * @returns the body as its class, exactly as the library makes it; undefined when the class has other fields, or when anything about
 *   the body is not in order: what, the library says.
 */
export function readTextsOnly(type: BodyClass, body: object): object | undefined {
  let texts = known.get(type);
  if (texts === undefined) known.set(type, (texts = textsOnlyOf(type)));
  if (texts === null) return undefined;
  const sent = body as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(sent)) {
    const field = texts.fields.get(name);
    if (field === undefined) return undefined;
    const value = sent[name];
    // No text has more characters than units of UTF-16; one that may yet be short enough, the library counts.
    const isInOrder =
      typeof value === 'string'
        ? value.length <= field.max
        : field.mayBeMissing && (value === null || value === undefined);
    if (!isInOrder) return undefined;
  }
  for (const name of texts.required) if (!Object.hasOwn(sent, name)) return undefined;
  return Object.assign(new type(), sent);
}

/** Null: there is a field in it of another kind. */
function textsOnlyOf(type: BodyClass): TextsOnly | null {
  const fields = new Map<string, TextField>();
  for (let at: unknown = type.prototype; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) {
    for (const [name, field] of declared.get(at) ?? []) if (!fields.has(name)) fields.set(name, field);
  }
  // IsString and MaxLength, and IsOptional where it may be missing: one decorator more, and it is no such field.
  const asked = new Map<string, number>();
  for (const { propertyName } of getMetadataStorage().getTargetValidationMetadatas(type, '', false, false))
    asked.set(propertyName, (asked.get(propertyName) ?? 0) + 1);
  for (const [name, questions] of asked) {
    const field = fields.get(name);
    if (field === undefined || questions !== (field.mayBeMissing ? 3 : 2)) return null;
  }
  if (asked.size !== fields.size || fields.size === 0) return null;
  return { fields, required: [...fields].flatMap(([name, { mayBeMissing }]) => (mayBeMissing ? [] : [name])) };
}
