import { bodiesOf } from './bodies';
import { bodySettingsFrom } from './body-settings';

it('a body with an address is reached there; one without waits', () => {
  expect(bodiesOf(bodySettingsFrom({ CREDIT_HEBEI_URL: 'http://127.0.0.1:1' }))).toMatchObject([
    { id: 'credit-hebei', endpoint: { name: 'credit-hebei' }, inParallel: 16 },
  ]);
  expect(bodiesOf(bodySettingsFrom({}))).toMatchObject([{ id: 'credit-hebei', endpoint: undefined }]);
});

it('an endpoint answers to the name of its body', () => {
  const bodies = bodiesOf(bodySettingsFrom({ CREDIT_HEBEI_URL: 'http://127.0.0.1:1' }));
  expect(bodies.filter(({ id, endpoint }) => endpoint && endpoint.name !== id)).toEqual([]);
});

it('a body nobody knows is refused at the start', () => {
  expect(() => bodiesOf(bodySettingsFrom({ BODIES: 'credit-henan' }))).toThrow('there is no body credit-henan');
});
