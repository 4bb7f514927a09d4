import { encode } from 'iconv-lite';
import { refusalFrom } from '../../../test/support/refusal-from';
import { readJsonBody } from './json-body';

const bounds = { deepest: 4, valuesMax: 20 };
const read = (body: string | Uint8Array) => readJsonBody(typeof body === 'string' ? Buffer.from(body) : body, bounds);
const refusal = (body: string | Uint8Array) => refusalFrom(Promise.resolve().then(() => read(body)));

describe('a JSON body', () => {
  it.each<[string, object]>([
    ['{}', {}],
    [' {"a" : [1, {"b": null}], "c": "}],{\\"" }\n', { a: [1, { b: null }], c: '}],{"' }],
    ['\ufeff{"a":1}', { a: 1 }],
    ['{"a":{"x":1},"b":{"x":1}}', { a: { x: 1 }, b: { x: 1 } }],
    ['{"a":["x","x"],"x":"x"}', { a: ['x', 'x'], x: 'x' }],
    ['{"a":"\\\\","b":"\\\\\\""}', { a: '\\', b: '\\"' }],
    ['{"":1}', { '': 1 }],
  ])('is read: %j', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each<[string, string | Uint8Array]>([
    ['a character cut in the middle', Buffer.from('{"name":"商场"}').subarray(0, 11)],
    ['other bytes inside', Buffer.concat([Buffer.from('{"name":"'), encode('单位', 'gbk'), Buffer.from('"}')])],
    ['GBK', encode('{"name":"廊坊示例商场"}', 'gbk')],
    ['UTF-16', encode('{"name":"廊坊"}', 'utf16le', { addBOM: true })],
    ['half a surrogate pair in three bytes', Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])],
    ['an overlong slash', Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d])],
  ])('of bytes that are no UTF-8 is refused: %s', async (_what, bytes) => {
    expect(await refusal(bytes)).toMatchObject({ code: 'body-not-utf8' });
  });

  it.each([
    '',
    ' ',
    '{',
    '}',
    '{"a":',
    '{"a":NaN}',
    "{'a':1}",
    '{"a":1,}',
    '{"a":1}{}',
    'undefined',
    '{"a":"\n"}',
    '"',
  ])('that is no JSON is refused: %j', async (text) => {
    expect(await refusal(text)).toMatchObject({ code: 'json-invalid' });
  });

  it.each(['null', '[]', '[{}]', '"x"', '1', 'true'])('that is no object is refused: %j', async (text) => {
    expect(await refusal(text)).toMatchObject({ code: 'body-not-object' });
  });

  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"\\u0061":1}', 'a'],
    ['{"list":[{"b":1},{"b":1,"c":2 , "b" :3}]}', 'b'],
    ['{"a":{"a":1},"a":1}', 'a'],
    ['{"":1,"":1}', ''],
  ])('that says a field twice is refused: %j', async (text, name) => {
    expect(await refusal(text)).toMatchObject({ code: 'field-repeated', field: name, facts: { name } });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '\\u005f_proto__'])(
    'with a name that every object has is refused, however deep: %s',
    async (name) => {
      expect(await refusal(`{"${name}":1}`)).toMatchObject({ code: 'field-unknown' });
      expect(await refusal(`{"a":[{"${name}":{}}]}`)).toMatchObject({ code: 'field-unknown' });
    },
  );

  it('goes as deep as it may, and no deeper', async () => {
    expect(read('{"a":[[{}]]}')).toEqual({ a: [[{}]] });
    const texts = ['{"a":[[[[]]]]}', '[[[[[', '{"a":'.repeat(500_000), '['.repeat(500_000)];
    for (const text of texts) expect(await refusal(text)).toMatchObject({ code: 'body-too-deep', facts: { max: 4 } });
  });

  it('has so many fields and elements, and no more', async () => {
    const list = (length: number) => `{"a":[${Array.from({ length }, () => '0').join(',')}]}`;
    expect(read(list(19))).toEqual({ a: Array.from({ length: 19 }, () => 0) });
    const fields = Array.from({ length: 30 }, (_, index) => `"k${index}":0`).join(',');
    for (const text of [list(21), `{${fields}}`, `{"a":[${'{},'.repeat(30)}{}]}`])
      expect(await refusal(text)).toMatchObject({ code: 'too-many-values', facts: { max: 20 } });
  });

  it('of a megabyte is not made when it has too many values, and its texts are gone over once', async () => {
    const million = 1_000_000;
    const made = jest.spyOn(JSON, 'parse');
    expect(await refusal(`[${'0,'.repeat(million)}0]`)).toMatchObject({ code: 'too-many-values' });
    expect(made).not.toHaveBeenCalled();
    made.mockRestore();
    // To go back to the beginning at each of a million would never end.
    const escapes = [`{"a":"${'\\\\'.repeat(million)}"`, `{"a":"${'\\"'.repeat(million)}`];
    for (const text of escapes) expect(await refusal(text)).toMatchObject({ code: 'json-invalid' });
  });
});
