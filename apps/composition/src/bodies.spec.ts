import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BODY_IDS } from '@app/ledger';
import { batchWorkbooksOf } from './batch-workbooks';
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
  'an endpoint answers to the name of its body, and so does what says all that the body holds: %j',
  (mode) => {
    const bodies = bodiesOf(everywhere(mode));
    const names = bodies.map(({ id, endpoint, holdings }) => [id, endpoint?.name, holdings?.name]);
    expect(names).toEqual(BODY_IDS.map((id) => [id, id, id]));
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

it('a fed body says by whom, and what it would be told', () => {
  const [node, china] = bodiesOf(
    bodySettingsFrom({ BODIES: 'credit-hebei,credit-china-hebei', CREDIT_CHINA_HEBEI_FED: 'yes' }),
  );
  expect(node?.fed).toBeUndefined();
  expect(china?.fed?.by).toBe('credit-hebei');
  expect(china?.fed?.asIfTold.column.types.has('PenaltyDecisionRecorded')).toBe(true);
});

it('a body that nobody is known to feed cannot be set to be fed', () => {
  const settings = bodySettingsFrom({ BODIES: 'gsxt-hebei', GSXT_HEBEI_FED: 'yes' });
  expect(() => bodiesOf(settings)).toThrow('no body is known that feeds it');
});

it('a body nobody knows is refused at the start', () => {
  expect(() => bodiesOf(bodySettingsFrom({ BODIES: 'credit-henan' }))).toThrow('there is no body credit-henan');
});

describe('other ways than HTTP', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bodies-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const gsxt = (mode: Readonly<Record<string, string>>) =>
    bodySettingsFrom({
      BODIES: 'gsxt-hebei',
      ...Object.fromEntries(Object.entries(mode).map(([what, value]) => [`GSXT_HEBEI_${what}`, value])),
    });
  const database = () => ({
    MODE: 'database',
    URL: 'postgres://ledger:only-for-tests@127.0.0.1:1/exchange',
    MARK_FILE: join(folder, 'mark'),
  });
  const sftp = () => ({
    MODE: 'file',
    URL: 'sftp://ledger@127.0.0.1:1/exchange',
    SFTP_KEY_FILE: join(folder, 'sftp.key'),
    SFTP_HOST_KEYS: `SHA256:${'a'.repeat(43)}`,
  });

  it('an endpoint answers to the name of its body, takes batches and can be closed', async () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'prime256v1',
      privateKeyEncoding: { type: 'sec1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    writeFileSync(join(folder, 'sftp.key'), privateKey);
    const modes = [database(), sftp(), { MODE: 'file', URL: `file://${folder}` }];
    for (const mode of [...modes, { MODE: 'workbook', URL: `file://${folder}` }]) {
      const [body] = bodiesOf(gsxt(mode));
      expect(body).toMatchObject({ id: 'gsxt-hebei', endpoint: { name: 'gsxt-hebei' }, holdings: undefined });
      expect([mode.MODE, (body?.endpoint?.batch ?? 1) > 1]).toEqual([mode.MODE, true]);
      await body?.endpoint?.close?.();
    }
  });

  it('a server is known by its pinned host keys; a folder and a database have none that we see', async () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'prime256v1',
      privateKeyEncoding: { type: 'sec1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    writeFileSync(join(folder, 'sftp.key'), privateKey);
    const keysOf = async (mode: Readonly<Record<string, string>>) => {
      const [body] = bodiesOf(gsxt(mode));
      await body?.endpoint?.close?.();
      return body?.keys?.();
    };
    expect(await keysOf(sftp())).toEqual([`SHA256:${'a'.repeat(43)}`]);
    expect(await keysOf({ MODE: 'file', URL: `file://${folder}` })).toBeUndefined();
    expect(await keysOf(database())).toBeUndefined();
  });

  it('what a body would refuse is looked for in every mode', async () => {
    const [body] = bodiesOf(
      bodySettingsFrom({
        CREDIT_HEBEI_MODE: 'database',
        CREDIT_HEBEI_URL: database().URL,
        CREDIT_HEBEI_MARK_FILE: database().MARK_FILE,
      }),
    );
    expect(body?.endpoint).toHaveProperty('faultsOf');
    expect(body?.exchange?.emptyAfterDays).toBe(30);
    await body?.endpoint?.close?.();
  });

  it.each([
    ['the place of the mark', () => ({ ...database(), MARK_FILE: '/nowhere/mark' }), '/nowhere/mark'],
    ['a certificate', () => ({ ...database(), URL: `${database().URL}?sslrootcert=/nowhere/ca.crt` }), 'certificate'],
    ['the key to the server', () => ({ ...sftp(), SFTP_KEY_FILE: '/nowhere/key' }), '/nowhere/key'],
    ['a key that is none', () => ({ ...sftp(), SFTP_KEY_FILE: __filename }), __filename],
  ])('%s is missed at the start, and no password told', (_what, mode, named) => {
    const begin = () => bodiesOf(gsxt(mode()));
    expect(begin).toThrow(named);
    expect(begin).not.toThrow('only-for-tests');
  });

  it('workbooks are there for officers where the body has forms, and nowhere else', () => {
    expect(batchWorkbooksOf(gsxt({ MODE: 'workbook', URL: `file://${folder}` })).map(({ body }) => body)).toEqual([
      'gsxt-hebei',
    ]);
    expect(batchWorkbooksOf(gsxt({ MODE: 'workbook' }))).toEqual([]);
    expect(batchWorkbooksOf(gsxt({}))).toEqual([]);
    const node = bodySettingsFrom({ CREDIT_HEBEI_MODE: 'workbook', CREDIT_HEBEI_URL: `file://${folder}` });
    expect(() => bodiesOf(node)).toThrow('there are no forms of credit-hebei');
  });
});
