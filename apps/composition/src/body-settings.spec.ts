import { bodySettingsFrom } from './body-settings';

const byDefault = {
  id: 'credit-hebei',
  url: undefined,
  mode: { mode: 'http' },
  fed: false,
  isReal: false,
  isFormerModeGone: false,
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

const database = {
  CREDIT_HEBEI_MODE: 'database',
  CREDIT_HEBEI_URL: 'postgres://ledger:only-for-tests@exchange:5432/exchange',
  CREDIT_HEBEI_MARK_FILE: '/data/credit-hebei.mark',
};
const sftp = {
  CREDIT_HEBEI_MODE: 'file',
  CREDIT_HEBEI_URL: 'sftp://ledger@files.example:2222/exchange',
  CREDIT_HEBEI_SFTP_KEY_FILE: '/sftp.key',
  CREDIT_HEBEI_SFTP_HOST_KEYS: `SHA256:${'a'.repeat(43)}, SHA256:${'b'.repeat(43)}`,
};

it('a body may have an exchange database', () => {
  const said = { batch: 500, timeoutMs: 10_000, emptyAfterDays: 30, markFile: '/data/credit-hebei.mark' };
  expect(bodySettingsFrom(database)).toEqual([
    {
      ...byDefault,
      url: database.CREDIT_HEBEI_URL,
      mode: { mode: 'database', ...said },
      inParallel: 2,
      leaseMs: 30_000,
    },
  ]);
  const changed = { CREDIT_HEBEI_BATCH: '50', CREDIT_HEBEI_TIMEOUT_SECONDS: '20', CREDIT_HEBEI_EMPTY_AFTER_DAYS: '7' };
  expect(bodySettingsFrom({ ...database, ...changed })).toMatchObject([
    { mode: { ...said, batch: 50, timeoutMs: 20_000, emptyAfterDays: 7 } },
  ]);
});

it('a body may be told by files: in a directory, or by SFTP', () => {
  const byFiles = { inParallel: 2, leaseMs: 120_000 };
  const packed = { mode: 'file', format: 'csv', digest: 'sha256', batch: 5_000 };
  expect(bodySettingsFrom({ CREDIT_HEBEI_MODE: 'file', CREDIT_HEBEI_URL: 'file:///srv/exchange' })).toEqual([
    { ...byDefault, ...byFiles, url: 'file:///srv/exchange', mode: { ...packed, folder: '/srv/exchange' } },
  ]);
  const chosen = { CREDIT_HEBEI_FORMAT: 'xml', CREDIT_HEBEI_DIGEST: 'sm3' };
  expect(bodySettingsFrom({ ...sftp, ...chosen })).toMatchObject([
    {
      ...byFiles,
      mode: {
        ...packed,
        format: 'xml',
        digest: 'sm3',
        folder: {
          host: 'files.example',
          port: 2_222,
          username: 'ledger',
          root: '/exchange',
          keyFile: '/sftp.key',
          hostKeys: [`SHA256:${'a'.repeat(43)}`, `SHA256:${'b'.repeat(43)}`],
          timeoutMs: 60_000,
        },
      },
    },
  ]);
  expect(bodySettingsFrom({ CREDIT_HEBEI_MODE: 'file' })).toMatchObject([{ url: undefined, mode: packed }]);
});

it('a body may be told by workbooks that an officer carries', () => {
  expect(bodySettingsFrom({ CREDIT_HEBEI_MODE: 'workbook', CREDIT_HEBEI_URL: 'file:///srv/forms' })).toMatchObject([
    { inParallel: 1, leaseMs: 120_000, mode: { mode: 'workbook', folder: '/srv/forms', batch: 1_000 } },
  ]);
});

it('a body is for training unless it is said to be real, and is not reached unsigned then', () => {
  const real = { CREDIT_HEBEI_REAL: 'yes', CREDIT_HEBEI_MODE: 'service', CREDIT_HEBEI_KEYS_FILE: '/keys.json' };
  expect(bodySettingsFrom(real)).toMatchObject([{ isReal: true }]);
  expect(() => bodySettingsFrom({ CREDIT_HEBEI_REAL: 'yes' })).toThrow('plain HTTP proves nobody');
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
  ['CREDIT_HEBEI_URL', { ...database, CREDIT_HEBEI_URL: 'https://exchange' }],
  ['CREDIT_HEBEI_MARK_FILE', { ...database, CREDIT_HEBEI_MARK_FILE: '' }],
  ['CREDIT_HEBEI_BATCH', { ...database, CREDIT_HEBEI_BATCH: '501' }],
  ['CREDIT_HEBEI_TIMEOUT_SECONDS', { ...database, CREDIT_HEBEI_TIMEOUT_SECONDS: '0' }],
  ['CREDIT_HEBEI_LEASE_SECONDS', { ...database, CREDIT_HEBEI_TIMEOUT_SECONDS: '30' }],
  ['CREDIT_HEBEI_EMPTY_AFTER_DAYS', { ...database, CREDIT_HEBEI_EMPTY_AFTER_DAYS: 'never' }],
  ['CREDIT_HEBEI_URL', { ...sftp, CREDIT_HEBEI_URL: 'sftp://files.example/exchange' }],
  ['CREDIT_HEBEI_URL', { ...sftp, CREDIT_HEBEI_URL: 'sftp://ledger:only-for-tests@files.example/exchange' }],
  ['CREDIT_HEBEI_URL', { ...sftp, CREDIT_HEBEI_URL: 'file://other.example/exchange' }],
  ['CREDIT_HEBEI_SFTP_KEY_FILE', { ...sftp, CREDIT_HEBEI_SFTP_KEY_FILE: '' }],
  ['CREDIT_HEBEI_SFTP_HOST_KEYS', { ...sftp, CREDIT_HEBEI_SFTP_HOST_KEYS: '' }],
  ['CREDIT_HEBEI_SFTP_HOST_KEYS', { ...sftp, CREDIT_HEBEI_SFTP_HOST_KEYS: 'MD5:00:11' }],
  ['CREDIT_HEBEI_LEASE_SECONDS', { ...sftp, CREDIT_HEBEI_LEASE_SECONDS: '119' }],
  ['CREDIT_HEBEI_LEASE_SECONDS', { ...sftp, CREDIT_HEBEI_TIMEOUT_SECONDS: '120' }],
  ['CREDIT_HEBEI_FORMAT', { ...sftp, CREDIT_HEBEI_FORMAT: 'xlsx' }],
  ['CREDIT_HEBEI_DIGEST', { ...sftp, CREDIT_HEBEI_DIGEST: 'md5' }],
  ['CREDIT_HEBEI_URL', { CREDIT_HEBEI_MODE: 'workbook', CREDIT_HEBEI_URL: 'sftp://ledger@files.example/' }],
  ['CREDIT_HEBEI_FED', { CREDIT_HEBEI_FED: 'perhaps' }],
  ['CREDIT_HEBEI_FORMER_MODE_GONE', { CREDIT_HEBEI_FORMER_MODE_GONE: 'perhaps' }],
  ['CREDIT_HEBEI_PARALLEL', { CREDIT_HEBEI_PARALLEL: '0' }],
  ['CREDIT_HEBEI_LEASE_SECONDS', { CREDIT_HEBEI_LEASE_SECONDS: 'long' }],
])('what %s says is refused when it is something else: %j', (name, environment) => {
  expect(() => bodySettingsFrom(environment)).toThrow(name);
});

it.each([
  { CREDIT_HEBEI_URL: 'postgres://ledger:only-for-tests@exchange/exchange' },
  { ...sftp, CREDIT_HEBEI_URL: 'sftp://ledger:only-for-tests@files.example/exchange' },
  { ...database, CREDIT_HEBEI_URL: 'mysql://ledger:only-for-tests@exchange/exchange' },
])('no sentence repeats a password: %#', (environment) => {
  expect(() => bodySettingsFrom(environment)).toThrow(/^(?!.*only-for-tests).*CREDIT_HEBEI_URL/);
});
