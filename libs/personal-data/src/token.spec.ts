import fc from 'fast-check';
import { open, parseToken, seal, type Token } from './token';

const dataKey = Buffer.alloc(32, 1);
const keyId = '0a0b0c0d-1111-4222-8333-444455556666';
const tokenOf = (text: string): Token => {
  const token = parseToken(text);
  if (!token) throw new Error('no token');
  return token;
};
const aText = fc.string({ unit: 'grapheme', maxLength: 300 });

describe('a token', () => {
  it('opens to the very text, whatever it was', () => {
    fc.assert(
      fc.property(aText, fc.uint8Array({ minLength: 32, maxLength: 32 }), (text, key) => {
        expect(open(key, tokenOf(seal(key, keyId, 'name', text)))).toBe(text);
      }),
    );
  });

  it('is the same for the same text, and another for another text, field, key or person', () => {
    const one = seal(dataKey, keyId, 'name', '王示例');
    expect(seal(dataKey, keyId, 'name', '王示例')).toBe(one);
    // Stored for good: a change of this line is a change of the suite's name.
    expect(one).toBe(
      'pd1.0a0b0c0d-1111-4222-8333-444455556666.name.' +
        'PDutnnay27sJCkLpIucilLCi3rHfZzb_Olj5LlJ5Ovhz20WDmxr72Wriar1BDq3mBXY1r4WGHsN813t9',
    );
    const others = [
      seal(dataKey, keyId, 'name', '王示范'),
      seal(dataKey, keyId, 'representative', '王示例'),
      seal(Buffer.alloc(32, 2), keyId, 'name', '王示例'),
      seal(dataKey, '0a0b0c0d-1111-4222-8333-444455556667', 'name', '王示例'),
    ];
    expect(new Set(others.map((token) => tokenOf(token).sealed.toString())).add(one).size).toBe(5);
  });

  it('is as long for a short name as for a long one', () => {
    const lengths = ['王', '王示例', '买买提·艾山江'].map((name) => seal(dataKey, keyId, 'name', name).length);
    expect(new Set(lengths).size).toBe(1);
  });

  it.each<[string, (token: Token) => Token]>([
    ['another field', (token) => ({ ...token, field: 'text' })],
    ['another person', (token) => ({ ...token, keyId: '0a0b0c0d-1111-4222-8333-444455556667' })],
    ['a shorter text', (token) => ({ ...token, sealed: token.sealed.subarray(0, -1) })],
  ])('does not open as of %s', (_what, changed) => {
    expect(() => open(dataKey, changed(tokenOf(seal(dataKey, keyId, 'name', '王示例'))))).toThrow();
  });

  it('does not open under another key, nor with any bit changed', () => {
    const { sealed, ...token } = tokenOf(seal(dataKey, keyId, 'name', '王示例'));
    expect(() => open(Buffer.alloc(32, 2), { ...token, sealed })).toThrow();
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => open(dataKey, { ...token, sealed: changed })).toThrow();
    }
  });
});

describe('any other text', () => {
  it.each([
    '',
    '王示例',
    'pd1',
    'pd1.',
    'pd1.x.name.AAAA',
    `pd1.${keyId}.name.short`,
    `pd2.${keyId}.name.${'A'.repeat(60)}`,
  ])('stands for itself: %j', (text) => {
    expect(parseToken(text)).toBeUndefined();
  });
});
