import 'reflect-metadata';
import { parse } from 'node:querystring';

import { BadRequestException } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Omittable, OptionalInteger } from '@app/ledger';
import { validation } from './validation';

class InnerDto {
  @IsString() @MaxLength(3) text!: string;
}
class BodyDto {
  @IsString() @MaxLength(3) text!: string;
  @IsIn(['a', 'b']) code!: string;
  @IsInt() @Min(1) @Max(200) count!: number;
  @Omittable() @IsString() day?: string;
  @ValidateNested() @Type(() => InnerDto) inner!: InnerDto;
}

const good = { text: 'abc', code: 'a', count: 1, inner: { text: 'x' } };

async function faultsOf(body: object): Promise<unknown> {
  try {
    await validation().transform(body, { type: 'body', metatype: BodyDto });
    return [];
  } catch (error) {
    return ((error as BadRequestException).getResponse() as { fields: unknown }).fields;
  }
}

describe('a body', () => {
  it('that is as it should be passes', async () => {
    expect(await faultsOf(good)).toEqual([]);
  });

  it.each<[string, object, object]>([
    ['is missing', { ...good, text: undefined }, { field: 'text', code: 'required', message: '必填，不能为空' }],
    ['is too long', { ...good, text: 'abcd' }, { field: 'text', code: 'text-too-long', message: '文字过长，最多3字' }],
    [
      'has no such value',
      { ...good, code: 'z' },
      { field: 'code', code: 'code-unknown', message: '“z”不在允许的取值之内' },
    ],
    [
      'is of another type',
      { ...good, count: 'x' },
      { field: 'count', code: 'field-invalid', message: '类型或取值不正确，应为整数，只写数字' },
    ],
    [
      'is a list where a text is meant',
      { ...good, text: ['abcd', 'abcd', 'abcd', 'abcd'] },
      { field: 'text', code: 'field-invalid', message: '类型或取值不正确，应为文字，写在引号内（金额也是，如“2.05”）' },
    ],
    [
      'is a number where a text is meant',
      { ...good, text: 20500 },
      { field: 'text', code: 'field-invalid', message: '类型或取值不正确，应为文字，写在引号内（金额也是，如“2.05”）' },
    ],
    [
      'is too small',
      { ...good, count: -7 },
      { field: 'count', code: 'field-invalid', message: '类型或取值不正确，不得小于1' },
    ],
    [
      'is too large',
      { ...good, count: 201 },
      { field: 'count', code: 'field-invalid', message: '类型或取值不正确，不得大于200' },
    ],
    [
      'is null though it may only be left out',
      { ...good, day: null },
      { field: 'day', code: 'null-not-meant', message: '不能为 null；没有就不写' },
    ],
    [
      'is null though it must be there',
      { ...good, text: null },
      { field: 'text', code: 'required', message: '必填，不能为空' },
    ],
    ['is empty', { ...good, code: '' }, { field: 'code', code: 'required', message: '必填，不能为空' }],
    ['is not known', { ...good, more: 1 }, { field: 'more', code: 'field-unknown', message: '没有这个字段' }],
    [
      'is inside another',
      { ...good, inner: { text: 'abcd' } },
      { field: 'inner.text', code: 'text-too-long', message: '文字过长，最多3字' },
    ],
  ])('is answered with the field that %s', async (_what, body, fault) => {
    expect(await faultsOf(body)).toEqual([fault]);
  });

  it('is answered with every field at fault', async () => {
    expect(await faultsOf({ inner: good.inner })).toHaveLength(3);
  });
});

class QueryDto {
  @OptionalInteger(1, 200) limit?: number;
  @Omittable() @IsString() @MaxLength(40) validAt?: string;
}

describe('a query', () => {
  const faults = async (query: string, data?: string): Promise<unknown> => {
    const parsed = parse(query);
    const value: unknown = data === undefined ? parsed : parsed[data];
    const metadata = {
      type: 'query' as const,
      metatype: data === undefined ? QueryDto : String,
      ...(data && { data }),
    };
    const passed: unknown = await validation()
      .transform(value, metadata)
      .catch((error: unknown) => error as BadRequestException);
    if (!(passed instanceof BadRequestException)) return passed;
    const { fields } = passed.getResponse() as { fields: { field: string; code: string }[] };
    return fields.map(({ field, code }) => [field, code]);
  };

  it.each([
    ['limit=7&validAt=2026-01-01', { limit: 7, validAt: '2026-01-01' }],
    ['', {}],
  ])('is read: %s', async (query, value) => {
    expect(await faults(query)).toEqual(value);
  });

  it.each([
    ['validAt=2026-01-01&validAt=2026-02-01', 'validAt', 'given-twice'],
    ['limit=1&limit=2', 'limit', 'given-twice'],
    ['nobody=1&nobody=2', 'nobody', 'given-twice'],
    ['limit=', 'limit', 'required'],
    ['limit=0x10', 'limit', 'field-invalid'],
    ['limit=1e2', 'limit', 'field-invalid'],
    ['limit=1.0', 'limit', 'field-invalid'],
    ['limit=201', 'limit', 'field-invalid'],
    ['limit[]=1', 'limit[]', 'field-unknown'],
    ['toString=1', 'toString', 'field-unknown'],
    ['constructor=1', 'constructor', 'field-unknown'],
    ['__proto__=1', '__proto__', 'field-unknown'],
  ])('is at fault: %s', async (query, field, code) => {
    expect(await faults(query)).toEqual([[field, code]]);
  });

  it('of one parameter is at fault when that is given twice', async () => {
    expect(await faults('kind=a', 'kind')).toBe('a');
    expect(await faults('kind=a&kind=b', 'kind')).toEqual([['kind', 'given-twice']]);
  });
});
