import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalMasterKey, partedKey } from './master-key';
import { provideMasterKey, readMasterKey } from './master-key-file';

const master = new LocalMasterKey(Buffer.alloc(32, 7));
const other = new LocalMasterKey(Buffer.alloc(32, 8));
const dataKey = Buffer.alloc(32, 1);

describe('a master key', () => {
  it('unwraps what it wrapped, in the order given', async () => {
    const keys = [
      { keyId: 'one', dataKey },
      { keyId: 'two', dataKey: Buffer.alloc(32, 2) },
    ];
    const wrapped = await master.wrap(keys);
    const unwrapped = await master.unwrap(
      keys.map(({ keyId }, index) => ({ keyId, wrapped: wrapped[index] ?? dataKey })),
    );
    expect(unwrapped.map((key) => Buffer.from(key))).toEqual(keys.map((key) => key.dataKey));
  });

  it('unwraps nothing of another master key, nor a key under another id', async () => {
    const [wrapped = dataKey] = await master.wrap([{ keyId: 'one', dataKey }]);
    await expect(other.unwrap([{ keyId: 'one', wrapped }])).rejects.toThrow();
    await expect(master.unwrap([{ keyId: 'two', wrapped }])).rejects.toThrow();
  });

  it('matches the same person, and nobody without it can', () => {
    const identity = ['identity', '身份证', '13100219000101001X'];
    expect(master.match(identity)).toEqual(new LocalMasterKey(Buffer.alloc(32, 7)).match(identity));
    expect(master.match(identity)).not.toEqual(other.match(identity));
    expect(master.match(['identity', '身份证1', '3100219000101001X'])).not.toEqual(master.match(identity));
  });

  it('may leave the wrapping to another key: it matches as before, and still opens what it wrapped', async () => {
    const third = new LocalMasterKey(Buffer.alloc(32, 9));
    const parted = partedKey(master, other, [third]);
    expect(parted.id).toBe(master.id);
    expect(parted.match(['a'])).toEqual(master.match(['a']));
    expect(parted.wrapping.id).toBe(other.id);
    for (const key of [master, other, third]) {
      const [wrapped = dataKey] = await key.wrap([{ keyId: 'one', dataKey }]);
      const [opened = wrapped] = (await parted.wrappingOf(key.id)?.unwrap([{ keyId: 'one', wrapped }])) ?? [];
      expect(Buffer.from(opened)).toEqual(dataKey);
    }
    expect(parted.wrappingOf('nobody')).toBeUndefined();
  });

  it('has 32 bytes', () => {
    expect(() => new LocalMasterKey(Buffer.alloc(16))).toThrow(RangeError);
  });
});

describe('a master key in a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'master-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, readable by its owner only, and the same for everybody who comes at the same moment', async () => {
    const file = join(folder, 'key');
    const all = await Promise.all([1, 2, 3, 4].map(() => provideMasterKey(file)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect((await provideMasterKey(file)).id).toBe(all[0]?.id);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it('is refused when it is none, without saying what stands there', async () => {
    const file = join(folder, 'key');
    await writeFile(file, 'not-a-key-but-perhaps-a-password');
    await chmod(file, 0o600);
    await expect(readMasterKey(file)).rejects.toThrow(`${file}: a master key is 64 hexadecimal digits`);
    await expect(readMasterKey(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
