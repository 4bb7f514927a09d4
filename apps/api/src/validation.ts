import { beginningOf, messageOf, Refusal, type RefusalCode } from '@app/ledger';
import { type ArgumentMetadata, BadRequestException, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

/** No request has lists or objects inside each other deeper than a few levels. What reads them calls itself at each level. */
const deepest = 32;

/** Malformed bodies and queries are answered with every field at fault; an unknown field is a fault, too. */
export const validation = (): ValidationPipe =>
  new BoundedPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors) => new BadRequestException({ message: 'request-malformed', fields: fieldsOf(errors) }),
  });

class BoundedPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (isDeeperThan(deepest, value)) throw new BadRequestException({ message: 'request-malformed', fields: [] });
    return super.transform(value, metadata);
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false; // a file is bytes
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

interface FieldError {
  readonly field: string;
  readonly code: RefusalCode;
  readonly message: string;
}

function fieldsOf(errors: readonly ValidationError[], path = ''): FieldError[] {
  return errors.flatMap(({ property, constraints, children, value }) => {
    const field = path === '' ? property : `${path}.${property}`;
    const own = Object.entries(constraints ?? {})
      .slice(0, 1)
      .map(([constraint, english]): FieldError => {
        const refusal = refusalOf(constraint, english, value);
        return { field, code: refusal.code, message: messageOf(refusal) };
      });
    return [...own, ...fieldsOf(children ?? [], field)];
  });
}

/** What a constraint of class-validator is called on the page of refusals. `english` is its own sentence. */
function refusalOf(constraint: string, english: string, value: unknown): Refusal {
  if (value === undefined || value === null) return new Refusal('required');
  if (constraint === 'whitelistValidation') return new Refusal('field-unknown');
  const max = /than or equal to (\d+) characters/.exec(english)?.[1];
  if (constraint === 'maxLength' && max !== undefined) return new Refusal('text-too-long', { max: Number(max) });
  if (constraint === 'isIn' && isPlain(value))
    return new Refusal('code-unknown', { unknown: beginningOf(String(value)) });
  return new Refusal('field-invalid');
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
