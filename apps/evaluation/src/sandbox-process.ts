import { fork } from 'node:child_process';
import { join } from 'node:path';

export interface SandboxProcess {
  readonly url: string;
  stop(): Promise<void>;
}

const main = join(__dirname, '../../sandbox/src/main.js');
const startMs = 20_000;

/** Starts the receiving platform's stand-in as a process of its own. It goes when we go, however we go. */
export function startSandbox(dataDir: string): Promise<SandboxProcess> {
  const child = fork(main, {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error('the sandbox did not start'));
    }, startMs);
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`the sandbox ended with ${code ?? 'a signal'} before it was ready`));
    });
    child.once('message', (message: { ready?: string }) => {
      clearTimeout(timer);
      const stop = async () => {
        child.kill('SIGTERM');
        await exited;
      };
      resolve({ url: message.ready ?? '', stop });
    });
  });
}
