import { specFor } from '../../../../../test/support/given-when-then';
import { bodyKeys, changeBodyKey, isSameBody, pinBodyKeys } from './body-keys';
import { newKey, oldKey } from './body-keys.examples';

const { given } = specFor(bodyKeys);
const endpoint = 'credit-hebei';
const day = '2026-06-15';
const pinned = (...keys: readonly string[]) =>
  ({ type: 'BodyKeysPinned', data: { subjectId: null, endpoint, keys, pinnedOn: day } }) as const;
const pin = (...keys: readonly string[]) => pinBodyKeys({ endpoint, keys, pinnedOn: day });
const change = { endpoint, key: newKey, reason: '平台来函', changedOn: day };
const changed = { type: 'BodyKeyChanged', data: { subjectId: null, ...change } } as const;

it('the first keys are pinned, whichever they are', () => {
  given().when(pin(newKey, oldKey)).then(pinned(oldKey, newKey));
});

it('a key that came beside the old one is pinned with it, and alone when the old one is gone', () => {
  given(pinned(oldKey)).when(pin(oldKey, newKey)).then(pinned(oldKey, newKey));
  given(pinned(oldKey, newKey)).when(pin(newKey)).then(pinned(newKey));
});

it('another key is another body, until a person says that it is not', () => {
  expect(isSameBody({ pinned: [oldKey], announced: [] }, [newKey])).toBe(false);
  given(pinned(oldKey)).when(pin(newKey)).thenNothing();
  given(pinned(oldKey)).when(changeBodyKey(change)).then(changed);
  given(pinned(oldKey), changed).when(pin(newKey)).then(pinned(newKey));
  given(pinned(oldKey), changed).when(pin(oldKey)).thenNothing(); // until its settings are replaced
});

it('what is known already stays so', () => {
  given(pinned(oldKey, newKey)).when(pin(newKey, oldKey)).thenNothing();
  given(pinned(newKey)).when(changeBodyKey(change)).thenNothing();
});
