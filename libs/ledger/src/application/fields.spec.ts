import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { IntegerOrNull, OneOf, OptionalInteger, OptionalText, SomeOf, Text } from './fields';

class Body {
  @Text('名称', 4, { example: '店' }) name!: string;
  @OptionalText('备注', 4, { enum: ['有', '无'] }) remark?: string | null;
  @OneOf('原因', ['expiry', 'early']) reason!: string;
  @SomeOf('措施', ['A', 'B']) measures!: string[];
}

const good = { name: '四个字符', remark: '有', reason: 'early', measures: ['A'] };
const faultsOf = (body: object) => validateSync(Object.assign(new Body(), body)).map(({ property }) => property);
const shown = (field: string): unknown =>
  Reflect.getMetadata('swagger/apiModelProperties', Body.prototype, field) as unknown;

describe('a field in one line', () => {
  it.each([{}, { remark: undefined }, { remark: null }, { measures: [] }, { measures: ['C'] }])(
    'lets in %j',
    (change) => {
      expect(faultsOf({ ...good, ...change })).toEqual([]);
    },
  );

  it.each([
    ['name', undefined],
    ['name', null],
    ['name', 7],
    ['name', '五个字符长'],
    ['remark', 7],
    ['remark', '五个字符长'],
    ['reason', undefined],
    ['reason', 'death'],
    ['measures', undefined],
    ['measures', 'A'],
    ['measures', [1]],
  ])('finds fault with %s: %j', (field, value) => {
    expect(faultsOf({ ...good, [field]: value })).toEqual([field]);
  });

  it('describes itself', () => {
    expect(shown('name')).toMatchObject({ description: '名称', maxLength: 4, example: '店' });
    for (const field of ['name', 'reason', 'measures']) expect(shown(field)).not.toMatchObject({ required: false });
    expect(shown('remark')).toMatchObject({ description: '备注', required: false, maxLength: 4, enum: ['有', '无'] });
    expect(shown('reason')).toMatchObject({ description: '原因', enum: ['expiry', 'early'] });
    expect(shown('measures')).toMatchObject({ isArray: true, items: { enum: ['A', 'B'] } });
  });
});

describe('a whole number that may be missing', () => {
  class Page {
    @OptionalInteger(1, 200) limit?: number;
  }
  const read = (limit: unknown) => {
    const page = plainToInstance(Page, { limit });
    return { limit: page.limit, faults: validateSync(page).length };
  };

  it.each([
    ['digits of a query string', '7', 7],
    ['a number', 7, 7],
    ['nothing', undefined, undefined],
  ])('lets in %s', (_what, written, limit) => {
    expect(read(written)).toEqual({ limit, faults: 0 });
  });

  it.each(['x', '', '0', '1e1', '0x10', '1.0', ' 7', 201, 1.5, null, [1], {}])('finds fault with %j', (written) => {
    expect(read(written).faults).toBe(1);
  });
});

describe('a whole number of which null says that there is none', () => {
  class Order {
    @IntegerOrNull(1, 200) limit?: number | null;
  }

  it.each([
    [null, undefined, 0],
    [undefined, undefined, 0],
    [7, 7, 0],
    [0, 0, 1],
    ['x', 'x', 1],
  ])('%j is %j', (written, limit, faults) => {
    const order = plainToInstance(Order, { limit: written });
    expect([order.limit, validateSync(order).length]).toEqual([limit, faults]);
  });
});
