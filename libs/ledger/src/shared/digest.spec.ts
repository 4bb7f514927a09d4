import { canonicalJson, sha256Of } from './digest';

describe('canonical JSON', () => {
  it('has one way to write down a value: fields by name, no spaces', () => {
    const value = { b: [1, 'x', null, true], a: { z: -1.5, 信用: '"引号"\n' } };
    expect(canonicalJson(value)).toBe('{"a":{"z":-1.5,"信用":"\\"引号\\"\\n"},"b":[1,"x",null,true]}');
    expect(canonicalJson({ a: { 信用: '"引号"\n', z: -1.5 }, b: [1, 'x', null, true] })).toBe(canonicalJson(value));
  });

  it('has no other way to write down another value', () => {
    expect(sha256Of({ a: [1, 2] })).not.toBe(sha256Of({ a: [2, 1] }));
    expect(sha256Of({ a: '1' })).not.toBe(sha256Of({ a: 1 }));
  });
});

it('a digest is what anybody computes from the bytes', () => {
  // printf '{"a":1}' | sha256sum
  expect(sha256Of({ a: 1 })).toBe('015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862');
});
