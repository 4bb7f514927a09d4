import { readFileSync } from 'node:fs';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { StartFailure } from './start-failure';

/** Who runs on a data folder, as it says itself in its file `running`. */
export interface Holder {
  readonly pid: number;
  /** When this process began, as the system tells it: the number may belong to somebody else later. */
  readonly born: string;
  readonly port: number;
}

export interface FolderLock {
  release(): Promise<void>;
}

/** With what is waited for another starter: longer than a claim that was left stands. */
const triesMax = 400;

/**
 * Makes us the only evaluation on this folder. The lock is the file `running`, which appears complete or not at all; one that
 * was left by a process that is no more is taken away.
 *
 * @throws StartFailure when another one runs there: nothing of its folder was touched
 */
export async function lockFolder(dataDir: string, port: number): Promise<FolderLock> {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, 'running');
  const draft = `${file}.${randomUUID()}`;
  const us: Holder = { pid: process.pid, born: bornAt(process.pid) ?? '', port };
  await writeFile(draft, JSON.stringify(us), { flush: true });
  try {
    for (let tries = 0; tries < triesMax; tries++) {
      if (await appears(draft, file)) return { release: () => release(file, us) };
      const holder = await holderIn(file);
      if (holder !== undefined && isRunning(holder)) throw new StartFailure(sentence(dataDir, holder));
      await takeAway(file, holder);
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new StartFailure(`数据目录 ${dataDir} 的锁文件 ${file} 取不到`);
}

const sentence = (dataDir: string, { pid, port }: Holder): string =>
  `数据目录 ${dataDir} 已有台账在运行：进程 ${pid}${port === 0 ? '' : `，http://127.0.0.1:${port}`}。` +
  '本次启动没有改动任何内容；请使用已运行的台账，或先停止它，或用 DATA_DIR 指定另一目录';

async function appears(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function holderIn(file: string): Promise<Holder | undefined> {
  try {
    const { pid, born, port } = JSON.parse(await readFile(file, 'utf8')) as Partial<Holder>;
    return Number.isInteger(pid) && Number(pid) > 0
      ? { pid: Number(pid), born: String(born), port: Number(port) }
      : undefined;
  } catch {
    return undefined; // it has just gone, or was broken by a pulled plug
  }
}

/**
 * Takes away what was left, which one starter may do at a time: `leftover` is a second name of the file that whoever makes it first
 * has. While it stands nobody else takes the file away, and nobody can put another in its place; so what it names is what is removed.
 */
async function takeAway(file: string, leftover: Holder | undefined): Promise<void> {
  const claim = `${file}.leftover`;
  try {
    await link(file, claim);
  } catch {
    await patience(claim); // somebody else is at it, or it has just gone: looked at again
    return;
  }
  try {
    const found = await holderIn(claim);
    if (found?.pid === leftover?.pid && found?.born === leftover?.born) await rm(file, { force: true });
  } finally {
    await rm(claim, { force: true });
  }
}

/** Waits for the one who takes away what was left. A claim older than this was left itself, by a plug that was pulled. Our figure. */
const claimMaxMs = 5_000;
async function patience(claim: string): Promise<void> {
  await sleep(20);
  try {
    const { ctimeMs } = await stat(claim);
    if (Date.now() - ctimeMs > claimMaxMs) await rm(claim, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function release(file: string, { pid, born }: Holder): Promise<void> {
  const holder = await holderIn(file);
  if (holder?.pid === pid && holder.born === born) await rm(file, { force: true });
}

function isRunning({ pid, born }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = bornAt(pid);
  return now === undefined || now === born;
}

/** Differs for two processes that had the same number one after the other; undefined where the system does not tell. */
function bornAt(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      const ticks =
        readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ')[19] ?? '';
      return `${boot}/${ticks}`;
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}
