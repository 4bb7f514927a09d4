import { bodySettingsFrom } from './body-settings';

const byDefault = {
  id: 'credit-hebei',
  url: undefined,
  mode: { mode: 'http' },
  fed: false,
  from: undefined,
  inParallel: 16,
  leaseMs: 15_000,
  askEveryMs: 30_000,
  hours: undefined,
};

it('one body unless said, and its pushes wait until it has an address', () => {
  expect(bodySettingsFrom({})).toEqual([byDefault]);
  expect(bodySettingsFrom({ CREDIT_HEBEI_URL: 'https://platform' })).toEqual([
    { ...byDefault, url: 'https://platform' },
  ]);
});

it('an address that is empty is none', () => {
  expect(bodySettingsFrom({ CREDIT_HEBEI_URL: '' })).toEqual([byDefault]);
});

it('each body has its own settings', () => {
  const environment = {
    BODIES: 'credit-hebei, bulletin',
    CREDIT_HEBEI_PARALLEL: '4',
    CREDIT_HEBEI_LEASE_SECONDS: '60',
    BULLETIN_URL: 'https://bulletin',
    BULLETIN_FROM: '2026-12-01',
  };
  expect(bodySettingsFrom(environment)).toEqual([
    { ...byDefault, inParallel: 4, leaseMs: 60_000 },
    { ...byDefault, id: 'bulletin', url: 'https://bulletin', from: { day: '2026-12-01' } },
  ]);
});

it('a body may be told from a position on', () => {
  expect(bodySettingsFrom({ CREDIT_HEBEI_FROM: '40017' })).toMatchObject([{ from: { position: 40_017 } }]);
});

it('a body may be called in its office hours alone', () => {
  expect(bodySettingsFrom({ CREDIT_HEBEI_HOURS: '08:30-17:30' })).toMatchObject([{ hours: { from: 510, to: 1_050 } }]);
  expect(bodySettingsFrom({ CREDIT_HEBEI_HOURS: '00:00-24:00' })).toMatchObject([{ hours: { from: 0, to: 1_440 } }]);
});

it('a body may be a service, with its keys and certificates', () => {
  const service = { CREDIT_HEBEI_MODE: 'service', CREDIT_HEBEI_KEYS_FILE: '/keys.json' };
  expect(bodySettingsFrom(service)).toEqual([{ ...byDefault, mode: { mode: 'service', keysFile: '/keys.json' } }]);
  const [body] = bodySettingsFrom({
    ...service,
    CREDIT_HEBEI_TLS_CA: '/ca.crt',
    CREDIT_HEBEI_TLS_CERT: '/ledger.crt',
    CREDIT_HEBEI_TLS_KEY: '/ledger.key',
  });
  expect(body?.mode).toEqual({
    mode: 'service',
    keysFile: '/keys.json',
    tlsCa: '/ca.crt',
    tlsCert: '/ledger.crt',
    tlsKey: '/ledger.key',
  });
});

it('a body may be fed by another', () => {
  expect(bodySettingsFrom({ BODIES: 'credit-china-hebei', CREDIT_CHINA_HEBEI_FED: 'yes' })).toMatchObject([
    { id: 'credit-china-hebei', fed: true },
  ]);
});

it('no body at all may be told', () => {
  expect(bodySettingsFrom({ BODIES: '' })).toEqual([]);
});

it.each<[string, NodeJS.ProcessEnv]>([
  ['BODIES', { BODIES: 'credit-hebei,credit-hebei' }],
  ['BODIES', { BODIES: "x'; DROP TABLE pushes" }],
  ['CREDIT_HEBEI_HOURS', { CREDIT_HEBEI_HOURS: '9-17' }],
  ['CREDIT_HEBEI_HOURS', { CREDIT_HEBEI_HOURS: '17:30-08:30' }],
  ['CREDIT_HEBEI_HOURS', { CREDIT_HEBEI_HOURS: '08:30-24:30' }],
  ['CREDIT_HEBEI_FROM', { CREDIT_HEBEI_FROM: 'tomorrow' }],
  ['CREDIT_HEBEI_FROM', { CREDIT_HEBEI_FROM: '2026-13-40' }],
  ['CREDIT_HEBEI_FROM', { CREDIT_HEBEI_FROM: '2026-02-30' }],
  ['CREDIT_HEBEI_URL', { CREDIT_HEBEI_URL: 'platform.example' }],
  ['CREDIT_HEBEI_URL', { CREDIT_HEBEI_URL: 'ftp://platform.example' }],
  ['CREDIT_HEBEI_MODE', { CREDIT_HEBEI_MODE: 'telegraph' }],
  ['CREDIT_HEBEI_KEYS_FILE', { CREDIT_HEBEI_MODE: 'service' }],
  [
    'CREDIT_HEBEI_TLS_KEY',
    { CREDIT_HEBEI_MODE: 'service', CREDIT_HEBEI_KEYS_FILE: '/keys.json', CREDIT_HEBEI_TLS_CERT: '/ledger.crt' },
  ],
  ['CREDIT_HEBEI_FED', { CREDIT_HEBEI_FED: 'perhaps' }],
  ['CREDIT_HEBEI_PARALLEL', { CREDIT_HEBEI_PARALLEL: '0' }],
  ['CREDIT_HEBEI_LEASE_SECONDS', { CREDIT_HEBEI_LEASE_SECONDS: 'long' }],
])('what %s says is refused when it is something else: %j', (name, environment) => {
  expect(() => bodySettingsFrom(environment)).toThrow(name);
});
