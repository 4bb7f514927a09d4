import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from './journal';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  path = join(folder, 'below', 'journal.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

async function openAndRead(): Promise<{ journal: Journal<number>; entries: number[] }> {
  const entries: number[] = [];
  const journal = await Journal.open<number>(path, (entry) => entries.push(entry));
  return { journal, entries };
}

async function entriesOnDisk(): Promise<number[]> {
  const { journal, entries } = await openAndRead();
  await journal.close();
  return entries;
}

it('gives back what was appended, in order, also when appended at once', async () => {
  const { journal } = await openAndRead();
  await Promise.all([1, 2, 3].map((entry) => journal.append(entry)));
  await journal.append(4);
  await journal.close();
  expect(await entriesOnDisk()).toEqual([1, 2, 3, 4]);
});

it('cuts off a last line that was torn, and goes on after it', async () => {
  const { journal } = await openAndRead();
  await journal.append(1);
  await journal.close();
  await appendFile(path, '23');
  const again = await openAndRead();
  expect(again.entries).toEqual([1]);
  await again.journal.append(4);
  await again.journal.close();
  expect(await readFile(path, 'utf8')).toBe('1\n4\n');
});

it('does not open when a line before the last one is broken', async () => {
  expect(await entriesOnDisk()).toEqual([]);
  await writeFile(path, '1\n{"torn\n3\n');
  await expect(openAndRead()).rejects.toThrow(SyntaxError);
});

it('acknowledges nothing any more after a write that failed', async () => {
  const { journal } = await openAndRead();
  await journal.append(1);
  await journal.close();
  await expect(journal.append(2)).rejects.toThrow('the journal cannot be written');
  await expect(journal.append(3)).rejects.toThrow('the journal cannot be written');
  expect(await entriesOnDisk()).toEqual([1]);
});
