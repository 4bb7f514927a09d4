import { BadRequestException, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

/** Malformed bodies and queries are answered with every field at fault; unknown fields are at fault, too. */
export const validation = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors) => new BadRequestException({ message: 'request-malformed', fields: fieldsOf(errors) }),
  });

function fieldsOf(errors: readonly ValidationError[], path = ''): { field: string; code: string; message: string }[] {
  return errors.flatMap(({ property, constraints, children, value }) => {
    const field = path === '' ? property : `${path}.${property}`;
    const own = Object.keys(constraints ?? {})
      .slice(0, 1)
      .map((constraint) => say(field, constraint, value));
    return [...own, ...fieldsOf(children ?? [], field)];
  });
}

function say(field: string, constraint: string, value: unknown) {
  if (value === undefined || value === null) return { field, code: 'required', message: '必填，不能为空' };
  if (constraint === 'whitelistValidation') return { field, code: 'field-unknown', message: '没有这个字段' };
  if (constraint === 'maxLength') return { field, code: 'text-too-long', message: '文字过长' };
  if (constraint === 'isIn') return { field, code: 'code-unknown', message: '不在允许的取值之内' };
  return { field, code: 'field-invalid', message: '类型或取值不正确' };
}
