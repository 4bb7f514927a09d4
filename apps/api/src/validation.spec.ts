import 'reflect-metadata';
import type { BadRequestException } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsString, MaxLength, ValidateNested } from 'class-validator';
import { validation } from './validation';

class InnerDto {
  @IsString() @MaxLength(3) text!: string;
}
class BodyDto {
  @IsString() @MaxLength(3) text!: string;
  @IsIn(['a', 'b']) code!: string;
  @IsInt() count!: number;
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
      { field: 'count', code: 'field-invalid', message: '类型或取值不正确' },
    ],
    ['is not known', { ...good, more: 1 }, { field: 'more', code: 'field-unknown', message: '没有这个字段' }],
    [
      'is inside another',
      { ...good, inner: { text: 'abcd' } },
      { field: 'inner.text', code: 'text-too-long', message: '文字过长，最多3字' },
    ],
  ])('is answered with the field that %s', async (_what, body, fault) => {
    expect(await faultsOf(body)).toEqual([fault]);
  });

  it.each([
    ['lists', '['.repeat(5_000) + ']'.repeat(5_000)],
    ['objects', '{"text":'.repeat(5_000) + '1' + '}'.repeat(5_000)],
    ['a list in a field', `{"text":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
  ])('of %s inside each other is malformed, and nobody follows it down', async (_what, text) => {
    expect(await faultsOf(JSON.parse(text) as object)).toEqual([]);
    await expect(validation().transform(JSON.parse(text), { type: 'body', metatype: BodyDto })).rejects.toThrow(
      'request-malformed',
    );
  });

  it('is answered with every field at fault', async () => {
    expect(await faultsOf({ inner: good.inner })).toHaveLength(3);
  });
});
