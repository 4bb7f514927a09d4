import { BODY_IDS } from '@app/ledger';
import { bodiesOf } from './bodies';
import { bodySettingsFrom } from './body-settings';

it('a body with an address is reached there; one without waits', () => {
  expect(bodiesOf(bodySettingsFrom({ CREDIT_HEBEI_URL: 'http://127.0.0.1:1' }))).toMatchObject([
    { id: 'credit-hebei', endpoint: { name: 'credit-hebei' }, inParallel: 16 },
  ]);
  expect(bodiesOf(bodySettingsFrom({}))).toMatchObject([{ id: 'credit-hebei', endpoint: undefined }]);
});

const everywhere = (mode: Readonly<Record<string, string>>) =>
  bodySettingsFrom({
    BODIES: BODY_IDS.join(','),
    ...Object.fromEntries(
      BODY_IDS.map((id) => id.toUpperCase().replaceAll('-', '_')).flatMap((name) =>
        Object.entries({ URL: 'http://127.0.0.1:1', ...mode }).map(([what, value]) => [`${name}_${what}`, value]),
      ),
    ),
  });

it.each<Readonly<Record<string, string>>>([{}, { MODE: 'service', KEYS_FILE: '/keys.json' }])(
  'an endpoint answers to the name of its body: %j',
  (mode) => {
    const bodies = bodiesOf(everywhere(mode));
    expect(bodies.map(({ id, endpoint }) => [id, endpoint?.name])).toEqual(BODY_IDS.map((id) => [id, id]));
  },
);

it('a certificate that is not there is missed at the start', () => {
  const mode = { MODE: 'service', KEYS_FILE: '/keys.json', TLS_CA: '/nowhere/ca.crt' };
  expect(() => bodiesOf(everywhere(mode))).toThrow('/nowhere/ca.crt');
});

it('a body that another one feeds is woken by nothing, and can be asked', () => {
  const [body] = bodiesOf(
    bodySettingsFrom({
      BODIES: 'credit-china-hebei',
      CREDIT_CHINA_HEBEI_FED: 'yes',
      CREDIT_CHINA_HEBEI_URL: 'http://127.0.0.1:1',
    }),
  );
  expect(body?.column.types.size).toBe(0);
  expect(body?.endpoint).toHaveProperty('askByKey');
});

it('a body nobody knows is refused at the start', () => {
  expect(() => bodiesOf(bodySettingsFrom({ BODIES: 'credit-henan' }))).toThrow('there is no body credit-henan');
});
