import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchMarkFile, BatchMarkInMemory } from './batch-mark';

describe('the mark of the newest batch', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mark-'));
    path = join(folder, 'mark.json');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const marks = [2, 3, 1].map((batchNumber) => ({ batchNumber, token: `token-${batchNumber}` }));

  it.each([
    ['in memory', () => new BatchMarkInMemory()],
    ['in a file', () => new BatchMarkFile(path)],
  ])('%s: there is none, then it is the newest that was kept, in whatever order', async (_where, open) => {
    const kept = open();
    expect(await kept.newest()).toBeUndefined();
    await Promise.all(marks.map((mark) => kept.keep(mark)));
    expect(await kept.newest()).toEqual({ batchNumber: 3, token: 'token-3' });
  });

  it('is read by who starts anew, and leaves no half-written file behind', async () => {
    const kept = new BatchMarkFile(path);
    await Promise.all(marks.map((mark) => kept.keep(mark)));
    expect(await new BatchMarkFile(path).newest()).toEqual({ batchNumber: 3, token: 'token-3' });
    expect(await readdir(folder)).toEqual(['mark.json']);
  });

  it('is not replaced by an older one of a process that started anew', async () => {
    await new BatchMarkFile(path).keep({ batchNumber: 7, token: 'token-7' });
    await new BatchMarkFile(path).keep({ batchNumber: 6, token: 'token-6' });
    expect(await new BatchMarkFile(path).newest()).toEqual({ batchNumber: 7, token: 'token-7' });
  });

  it.each(['{}', '', '{"batchNumber":"1","token":"t"}', '[]'])(
    'is not taken for none when the file holds %j',
    async (text) => {
      await writeFile(path, text);
      await expect(new BatchMarkFile(path).newest()).rejects.toThrow();
    },
  );

  it('is told of when it cannot be kept, and kept by the next one', async () => {
    const kept = new BatchMarkFile(join(folder, 'not-there', 'mark.json'));
    await expect(kept.keep({ batchNumber: 1, token: 'token-1' })).rejects.toThrow('ENOENT');
    await expect(kept.keep({ batchNumber: 2, token: 'token-2' })).rejects.toThrow('ENOENT');
  });
});
