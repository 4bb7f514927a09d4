import { createServer } from 'node:net';
import { StartFailure } from './start-failure';

export interface HeldPort {
  /** Lets go, so that the ledger can listen on it. Said twice, it is done once. */
  release(): Promise<void>;
}

const host = '127.0.0.1';

/**
 * Takes the port before anything is begun, and keeps it until the ledger listens on it. Who knocks meanwhile is sent away.
 *
 * @param port 0: any, and nothing is to be held
 * @throws StartFailure when it cannot be had
 */
export function holdPort(port: number): Promise<HeldPort> {
  if (port === 0) return Promise.resolve({ release: () => Promise.resolve() });
  return new Promise((resolve, reject) => {
    const holder = createServer((socket) => socket.destroy());
    holder.once('error', (error: NodeJS.ErrnoException) => {
      reject(new StartFailure(sentence(port, error), { cause: error }));
    });
    holder.listen(port, host, () => {
      let released: Promise<void> | undefined;
      const release = () =>
        (released ??= new Promise<void>((done) => {
          holder.close(() => {
            done();
          });
        }));
      resolve({ release });
    });
  });
}

function sentence(port: number, { code }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return `端口 ${port} 已被别的程序占用；请先停止它，或用 PORT 指定另一端口`;
  if (code === 'EACCES') return `没有权限使用端口 ${port}；请用 PORT 指定 1024 以上的端口`;
  return `端口 ${port} 无法使用`;
}
