import { messageOf, Refusal, type RefusalCode } from '@app/ledger';
import { BadRequestException, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

/** Malformed bodies and queries are answered with every field at fault; an unknown field is a fault, too. */
export const validation = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors) => new BadRequestException({ message: 'request-malformed', fields: fieldsOf(errors) }),
  });

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
    return new Refusal('code-unknown', { unknown: String(value).slice(0, 20) });
  return new Refusal('field-invalid');
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
