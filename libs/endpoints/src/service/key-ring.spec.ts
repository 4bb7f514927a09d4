import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintsAt, KeyFile, keyRingFrom, signingAt, trustedAt } from './key-ring';
import { aKey, privateHalf, publicHalf } from './keys.examples';

const [first, second, theirs, theirSm2] = [
  aKey('ledger-1'),
  aKey('ledger-2', 'sm2-sm3'),
  aKey('p-1'),
  aKey('p-2', 'sm2-sm3'),
];
const written = (ring: object) => JSON.stringify(ring);
const at = (instant: string) => Date.parse(instant);
const ring = keyRingFrom(
  written({
    own: [privateHalf(second, { from: '2026-12-01T00:00:00+08:00' }), privateHalf(first)],
    body: [
      publicHalf(theirs, { until: '2026-12-02T00:00:00+08:00' }),
      publicHalf(theirSm2, { from: '2026-12-01T00:00:00+08:00' }),
    ],
  }),
);

describe('a key ring', () => {
  it('knows the body by the fingerprints of those keys that are still trusted, however their text is written', () => {
    const { publicKey } = theirSm2;
    const same = keyRingFrom(
      written({ own: [privateHalf(first)], body: [publicHalf({ ...theirSm2, publicKey: publicKey.toUpperCase() })] }),
    );
    const [both, later] = ['2026-11-30T00:00:00+08:00', '2026-12-02T00:00:00+08:00'].map((day) =>
      fingerprintsAt(ring, at(day)),
    );
    expect(both).toHaveLength(2);
    for (const one of both ?? []) expect(one).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
    expect(later).toEqual(both?.slice(1));
    expect(fingerprintsAt(same, at('2026-12-01T00:00:00+08:00'))).toEqual(later);
  });

  it.each([
    ['2026-11-30T23:59:59+08:00', 'ledger-1'],
    ['2026-12-01T00:00:00+08:00', 'ledger-2'],
    ['2027-01-01T00:00:00+08:00', 'ledger-2'],
  ])('signs at %s by %s: the newest key whose time has come', (instant, id) => {
    expect(signingAt(ring, at(instant)).id).toBe(id);
  });

  it.each([
    ['p-1', '2026-12-01T23:59:59+08:00', true],
    ['p-1', '2026-12-02T00:00:00+08:00', false],
    ['p-2', '2026-11-30T23:59:59+08:00', false],
    ['p-2', '2026-12-01T00:00:00+08:00', true],
    ['nobody', '2026-12-01T00:00:00+08:00', false],
  ])('trusts %s at %s: %s', (id, instant, trusted) => {
    expect(trustedAt(ring, id, at(instant)) !== undefined).toBe(trusted);
  });

  it('refuses to sign before the time of the first key', () => {
    const early = keyRingFrom(
      written({ own: [privateHalf(first, { from: '2027-01-01T00:00:00Z' })], body: [publicHalf(theirs)] }),
    );
    expect(() => signingAt(early, at('2026-12-31T23:59:59Z'))).toThrow('no key of our own may sign yet');
  });

  it.each([
    ['{', 'keys: not JSON'],
    ['[]', 'keys: not an object'],
    [written({ own: [], body: [publicHalf(theirs)] }), 'keys: own is empty'],
    [written({ own: [privateHalf(first)] }), 'keys: body is not a list'],
    [
      written({ own: [privateHalf(first), privateHalf(first)], body: [publicHalf(theirs)] }),
      'keys: own names one key twice',
    ],
    [written({ own: [{ ...privateHalf(first), id: 'a"b' }], body: [] }), 'own[0].id is not made of letters'],
    [
      written({ own: [{ ...privateHalf(first), algorithm: 'rsa' }], body: [] }),
      'own[0].algorithm is none of ed25519, sm2-sm3',
    ],
    [written({ own: [{ ...privateHalf(first), from: '2026-12-01' }], body: [] }), 'own[0].from is not an instant'],
    [
      written({ own: [{ ...privateHalf(first), privateKey: 'secret' }], body: [] }),
      'own[0].privateKey is not such a key',
    ],
    [written({ own: [{ ...privateHalf(second), privateKey: 'ff' }], body: [] }), 'own[0].privateKey is not such a key'],
    [
      written({ own: [privateHalf(first)], body: [{ ...publicHalf(theirSm2), publicKey: `04${'11'.repeat(64)}` }] }),
      'body[0].publicKey is not such a key',
    ],
    [
      written({ own: [privateHalf(first)], body: [{ ...publicHalf(theirs), publicKey: theirSm2.publicKey }] }),
      'body[0].publicKey is not such a key',
    ],
  ])('says what is wrong with %s', (text, problem) => {
    expect(() => keyRingFrom(text)).toThrow(problem);
  });

  it('never repeats a key in an error', () => {
    const broken = { ...privateHalf(first), privateKey: first.privateKey.slice(0, 60) };
    let said = '';
    try {
      keyRingFrom(written({ own: [broken], body: [] }));
    } catch (error) {
      said = String(error);
    }
    expect(said).toContain('privateKey');
    expect(said).not.toContain(first.privateKey.slice(30, 50));
  });
});

describe('a key file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is read again when it was replaced, and keeps the former keys while it holds none', async () => {
    const path = join(folder, 'keys.json');
    const body = [publicHalf(theirs)];
    const told: unknown[] = [];
    let clock = 0;
    const file = new KeyFile(
      path,
      (error) => told.push(error),
      () => clock,
    );
    await expect(file.current()).rejects.toThrow('ENOENT');
    await writeFile(path, written({ own: [privateHalf(first)], body }));
    expect((await file.current()).own.map(({ id }) => id)).toEqual(['ledger-1']);

    await writeFile(path, '{"own":');
    clock += 1_000;
    expect((await file.current()).own.map(({ id }) => id)).toEqual(['ledger-1']);
    clock += 1_000;
    await file.current();
    expect(told.map(String)).toEqual(['Error: keys: not JSON']);

    await writeFile(path, written({ own: [privateHalf(second)], body }));
    clock += 1_000;
    expect((await file.current()).own.map(({ id }) => id)).toEqual(['ledger-2']);
  });
});
