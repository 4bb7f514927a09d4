import fc from 'fast-check';
import { seal } from './token';
import { tokensIn, withTokensSaid } from './tokens-in';

const dataKey = Buffer.alloc(32, 1);
const keyId = '0a0b0c0d-1111-4222-8333-444455556666';
const sealed = (text: string) => seal(dataKey, keyId, 'text', text);

/** The value with each string of it sealed, as a careless event might have it. */
function allSealed(value: unknown): unknown {
  if (typeof value === 'string') return sealed(value);
  if (Array.isArray(value)) return value.map(allSealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, allSealed(one)]));
}

describe('any JSON', () => {
  it('without a token is given back as the very object', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(tokensIn(value).size).toBe(0);
        expect(withTokensSaid(value, new Map())).toBe(value);
      }),
    );
  });

  it('with every text sealed is found whole, and said whole', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const texts = new Set<string>();
        JSON.stringify(value, (_name, one: unknown) => {
          if (typeof one === 'string') texts.add(one);
          return one;
        });
        const hidden = allSealed(value);
        expect([...tokensIn(hidden).keys()].sort()).toEqual([...texts].map(sealed).sort());
        const say = new Map([...texts].map((text) => [sealed(text), text]));
        expect(withTokensSaid(hidden, say)).toEqual(value);
      }),
    );
  });
});
