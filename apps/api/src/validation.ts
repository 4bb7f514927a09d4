import { atFault, beginningOf, type FieldAtFault, malformed, NOT_NULL, readTextsOnly, Refusal } from '@app/ledger';
import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { isOfEveryObject } from './json-body';

/** Malformed bodies and queries are answered with every field at fault; an unknown field is a fault, too. */
export const validation = (): ValidationPipe =>
  new EdgePipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors) => malformed(fieldsOf(errors)),
  });

/**
 * What the library's pipe does not see: it takes a parameter that is given twice for a list, and some names for its own. A body of
 * texts alone that is in order does not go through the library.
 */
class EdgePipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'query') {
      const faults = queryFaults(value, metadata.data);
      if (faults.length > 0) throw malformed(faults);
    }
    if (metadata.type === 'body' && metadata.metatype && typeof value === 'object' && value !== null) {
      const read = readTextsOnly(metadata.metatype as new () => object, value);
      if (read !== undefined) return read;
    }
    return super.transform(value, metadata);
  }
}

/** @param name of the one parameter that is asked for; undefined: all of them are */
function queryFaults(value: unknown, name?: string): FieldAtFault[] {
  const given: [string, unknown][] = name === undefined ? Object.entries(value as object) : [[name, value]];
  return given.flatMap(([field, one]) => {
    if (Array.isArray(one)) return [atFault(field, new Refusal('given-twice'))];
    return isOfEveryObject(field) ? [atFault(field, new Refusal('field-unknown'))] : [];
  });
}

function fieldsOf(errors: readonly ValidationError[], path = ''): FieldAtFault[] {
  return errors.flatMap(({ property, constraints, children, value }) => {
    const field = path === '' ? property : `${path}.${property}`;
    const own = constraints ? [atFault(field, refusalOf(constraints, value))] : [];
    return [...own, ...fieldsOf(children ?? [], field)];
  });
}

type Constraints = Readonly<Record<string, string>>;

/** What a value of the right type may still be at fault in: what of them is said, when there are more than one. */
const bounds = ['maxLength', 'isIn', 'min', 'max'];

/**
 * What the constraints of class-validator that do not hold are called on the page of refusals. What something is comes before how
 * large it is: a list is no text that is too long. `constraints`: the library's name for each -> its own sentence.
 */
function refusalOf(constraints: Constraints, value: unknown): Refusal {
  if (constraints[NOT_NULL] !== undefined) return new Refusal('null-not-meant');
  if (value === undefined || value === null || value === '') return new Refusal('required');
  if (constraints.whitelistValidation !== undefined) return new Refusal('field-unknown');
  const kind = Object.keys(constraints).find((name) => !bounds.includes(name));
  if (kind !== undefined) return new Refusal('field-invalid', { expected: expected[kind] ?? '请对照接口说明' });
  const max = figureIn(constraints.maxLength);
  if (max !== undefined) return new Refusal('text-too-long', { max });
  if (constraints.isIn !== undefined && isPlain(value))
    return new Refusal('code-unknown', { unknown: beginningOf(String(value)) });
  const [least, most] = [figureIn(constraints.min), figureIn(constraints.max)];
  if (least !== undefined) return new Refusal('field-invalid', { expected: `不得小于${least}` });
  if (most !== undefined) return new Refusal('field-invalid', { expected: `不得大于${most}` });
  return new Refusal('field-invalid', { expected: '请对照接口说明' });
}

/** What a field should be, by the constraint that says so. */
const expected: Readonly<Record<string, string>> = {
  isString: '应为文字，写在引号内（金额也是，如“2.05”）',
  isInt: '应为整数，只写数字',
  isBoolean: '应为 true 或 false',
  isArray: '应为数组',
  isObject: '应为对象',
  nestedValidation: '应为对象',
};

/** The figure that ends or comes in the library's sentence: `… shorter than or equal to 400 characters`. */
function figureIn(english: string | undefined): number | undefined {
  const figure = /(\d+)(?: characters)?$/.exec(english ?? '')?.[1];
  return figure === undefined ? undefined : Number(figure);
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
