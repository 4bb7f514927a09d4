import { whyNotHoldable, withHoldableCharacters } from './holdable-bytes';

const json = (text: string) => Buffer.from(text, 'utf8');

describe('bytes that can be held', () => {
  it.each([
    ['nothing', ''],
    ['plain text', '{"name":"廊坊广阳演示商场"}'],
    ['line ends, tabs and quotation marks', JSON.stringify({ text: '一\n二\r\n\t"三"' })],
    ['a backslash before what only looks like an escape', JSON.stringify({ text: '\\u0000 \\ud800 \\b' })],
    ['a pair that is escaped', '"\\ud83d\\ude00"'],
    ['a pair as it is', '"😀"'],
    ['spaces and line ends between the values', '{ "a" :\r\n\t1 }\n'],
  ])('have %s', (_, text) => {
    expect(whyNotHoldable(json(text))).toBeUndefined();
  });

  it.each([
    ['a zero character, escaped', JSON.stringify({ text: '\0' })],
    ['a zero character as it is', '{"text":"\0"}'],
    ['a control character, escaped', JSON.stringify({ text: '\u0007' })],
    ['a control character in its short escape', '"\\b"'],
    ['DEL', JSON.stringify({ text: '\x7F' })],
    ['half of a pair', JSON.stringify({ text: '甲\uD83D乙' })],
    ['two halves apart', '"\\ud83d \\ude00"'],
    ['two halves in the wrong order', '"\\ude00\\ud83d"'],
    ['a zero character behind a backslash', JSON.stringify({ text: '\\\0' })],
    ['one in the name of a field', JSON.stringify({ 'a\0': 1 })],
  ])('do not have %s', (_, text) => {
    expect(whyNotHoldable(json(text))).toMatch(/character/);
  });

  it.each([
    ['bytes of GB18030', Buffer.from('b5a5cebb', 'hex')],
    ['half of a character', Buffer.from('单位', 'utf8').subarray(0, 5)],
    ['a surrogate in UTF-8', Buffer.from('eda080', 'hex')],
  ])('are not %s', (_, bytes) => {
    expect(whyNotHoldable(bytes)).toMatch(/UTF-8/);
  });
});

describe('bytes made holdable', () => {
  it('are the very same when nothing has to be replaced', () => {
    for (const text of ['{"a":"甲"}', JSON.stringify({ a: '\\u0000\u0007' }), '"\\ud83d\\ude00"']) {
      const bytes = json(text);
      expect(withHoldableCharacters(bytes)).toBe(bytes);
    }
  });

  it('have U+FFFD where `jsonb` would refuse a character', () => {
    const bytes = json(JSON.stringify({ 'n\0': '单\0位', list: ['\uD83D', '\uDE00'], fine: '😀' }));
    const read: unknown = JSON.parse(Buffer.from(withHoldableCharacters(bytes)).toString('utf8'));
    expect(read).toEqual({ 'n\uFFFD': '单\uFFFD位', list: ['\uFFFD', '\uFFFD'], fine: '😀' });
  });
});
