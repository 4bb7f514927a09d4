import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface SandboxProcess {
  readonly url: string;
  /** Polite at first; once `impatient` says so it is killed. */
  stop(impatient: AbortSignal): Promise<void>;
}

const main = join(__dirname, '../../sandbox/src/main.js');
const startMs = 20_000;
const firstWaitMs = 100;
const waitMsMax = 5_000;
/** A sandbox that stayed up for so long was well: the next try comes soon again. */
const wellAfterMs = 30_000;

/**
 * Starts the receiving platform's stand-in as a process of its own, and again on the same port whenever it ends by itself: after
 * 0.1 s, and then ever less often, every 5 s at last. It goes when we go, however we go.
 *
 * @param signal ends a start that is under way
 * @throws when it cannot be started the first time; nothing stays running then
 */
export async function startSandbox(dataDir: string, signal: AbortSignal): Promise<SandboxProcess> {
  const stopping = new AbortController();
  const over = AbortSignal.any([signal, stopping.signal]);
  let running = await launch(dataDir, '0', over);
  const { url } = running;
  const watching = (async () => {
    for (let waitMs = firstWaitMs, upSince = Date.now(); ;) {
      await running.ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - upSince > wellAfterMs) waitMs = firstWaitMs;
      await sleep(waitMs, undefined, { signal: over, ref: false }).catch(() => undefined);
      waitMs = Math.min(waitMs * 2, waitMsMax);
      try {
        running = await launch(dataDir, new URL(url).port, over);
        upSince = Date.now();
        console.warn(`接收平台（沙箱）曾退出，已重新启动 ${url}`);
      } catch (error) {
        if (!over.aborted) console.warn(`接收平台（沙箱）没有启动：${error instanceof Error ? error.message : ''}`);
      }
    }
  })();
  return {
    url,
    stop: async (impatient) => {
      stopping.abort();
      const kill = () => running.child.kill('SIGKILL');
      running.child.kill(impatient.aborted ? 'SIGKILL' : 'SIGTERM');
      impatient.addEventListener('abort', kill);
      await watching;
    },
  };
}

interface Launched {
  readonly child: ChildProcess;
  readonly url: string;
  readonly ended: Promise<void>;
}

/** @throws when it does not say in time that it is ready, or is broken off; it is gone then */
async function launch(dataDir: string, port: string, signal: AbortSignal): Promise<Launched> {
  signal.throwIfAborted();
  const child = fork(main, {
    env: { ...process.env, PORT: port, DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.on('error', () => {
      resolve();
    });
  });
  const impatient = AbortSignal.any([signal, AbortSignal.timeout(startMs)]);
  const kill = () => child.kill('SIGKILL');
  impatient.addEventListener('abort', kill);
  const ready = new Promise<string>((resolve) => {
    child.once('message', ({ ready: url = '' }: { ready?: string }) => {
      resolve(url);
    });
  });
  const url = await Promise.race([ready, ended]);
  impatient.removeEventListener('abort', kill);
  if (url === undefined) throw new Error(`sandbox ended with ${child.exitCode ?? child.signalCode ?? 'an error'}`);
  return { child, url, ended };
}
