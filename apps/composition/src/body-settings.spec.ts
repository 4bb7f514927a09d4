import { bodySettingsFrom } from './body-settings';

const byDefault = {
  id: 'credit-hebei',
  url: undefined,
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
  ['CREDIT_HEBEI_PARALLEL', { CREDIT_HEBEI_PARALLEL: '0' }],
  ['CREDIT_HEBEI_LEASE_SECONDS', { CREDIT_HEBEI_LEASE_SECONDS: 'long' }],
])('what %s says is refused when it is something else: %j', (name, environment) => {
  expect(() => bodySettingsFrom(environment)).toThrow(name);
});
