import { aListEntry, aPenalty } from './told.examples';
import { NoWordsFor, say, type Words } from './words';

const words: Words<string> = {
  penalty: ({ documentNumber }) => documentNumber,
  'penalty-withdrawal': ({ documentNumber }) => documentNumber,
  'list-entry': null,
  'list-removal': null,
  'repair-result': null,
  'repair-revocation': null,
  'penalty-change': null,
  'penalty-unlawful': null,
  'penalty-void': null,
  'list-correction': null,
  commitment: null,
  'spot-check': null,
  'spot-check-withdrawal': null,
  'penalty-correction': null,
  'commitment-repair': null,
  'commitment-repair-revocation': null,
};

it('a document is said in the words of the body', () => {
  const { kind, document } = aPenalty();
  expect(say(words, kind, document)).toBe('廊消行罚决字〔2024〕第0001号');
});

it.each([
  ['a kind the body is never told', aListEntry().kind],
  ['a kind of a later program', 'weather'],
  ['a word every object has', 'constructor'],
])('there are no words for %s', (_what, kind) => {
  expect(() => say(words, kind, {})).toThrow(NoWordsFor);
});

it('a body that forgets a kind does not compile', () => {
  const { 'list-removal': _, ...others } = words;
  // @ts-expect-error list-removal is missing
  const forgetful: Words<string> = others;
  expect(Object.keys(forgetful)).not.toContain('list-removal');
});
