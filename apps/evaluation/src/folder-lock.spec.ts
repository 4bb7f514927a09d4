import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { link, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder } from './folder-lock';

let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folder-lock-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

const leave = (holder: unknown) => writeFile(join(folder, 'running'), JSON.stringify(holder));
const holder = async () => JSON.parse(await readFile(join(folder, 'running'), 'utf8')) as { pid: number; port: number };
async function aProcess(): Promise<ChildProcess & { pid: number }> {
  const child = spawn('sleep', ['60']);
  children.push(child);
  await once(child, 'spawn');
  return child as ChildProcess & { pid: number };
}

it('names who runs on a folder, and lets nobody else in until he leaves', async () => {
  const lock = await lockFolder(folder, 3000);
  expect(await holder()).toMatchObject({ pid: process.pid, port: 3000 });
  await expect(lockFolder(folder, 3001)).rejects.toThrow(
    new RegExp(`${folder} 已有台账在运行：进程 ${process.pid}，http://127.0.0.1:3000`),
  );
  expect(await holder()).toMatchObject({ port: 3000 });
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
  await (await lockFolder(folder, 3001)).release();
});

it('makes the folder when there is none', async () => {
  const lock = await lockFolder(join(folder, '新的', 'data'), 0);
  expect(await readdir(join(folder, '新的', 'data'))).toEqual(['running']);
  await lock.release();
});

it('lets in one of many that come at the same moment, also where a lock was left behind', async () => {
  const ended = await aProcess();
  await leave({ pid: ended.pid, born: 'long ago', port: 3000 });
  const all = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => lockFolder(folder, 4000 + n)));
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await readdir(folder)).toEqual(['running']);
});

it.each<[string, () => Promise<unknown>]>([
  [
    'a process that was killed',
    async () => {
      const { pid, child } = await aProcess().then((child) => ({ pid: child.pid, child }));
      child.kill('SIGKILL');
      await once(child, 'exit');
      return { pid, born: 'then', port: 3000 };
    },
  ],
  [
    'a process whose number belongs to another program now',
    async () => ({ pid: (await aProcess()).pid, born: 'before the restart', port: 3000 }),
  ],
  ['a plug that was pulled while it was written', () => Promise.resolve('')],
])('is not kept out by what was left by %s', async (_, left) => {
  await leave(await left());
  const lock = await lockFolder(folder, 3000);
  expect(await holder()).toMatchObject({ pid: process.pid });
  await lock.release();
});

it('takes away no lock of somebody else', async () => {
  const lock = await lockFolder(folder, 3000);
  await leave({ pid: 1, born: 'now', port: 3001 });
  await lock.release();
  expect(await holder()).toMatchObject({ port: 3001 });
});

it('is not kept out by a starter whose plug was pulled while it took away what was left', async () => {
  await leave({ pid: (await aProcess()).pid, born: 'before the restart', port: 3000 });
  await link(join(folder, 'running'), join(folder, 'running.leftover'));
  const later = Date.now() + 10_000;
  const now = jest.spyOn(Date, 'now').mockReturnValue(later);
  const lock = await lockFolder(folder, 3000);
  now.mockRestore();
  expect(await readdir(folder)).toEqual(['running']);
  await lock.release();
});
