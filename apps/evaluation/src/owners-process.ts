import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { OwnersOrder, Prepared } from './owners-work';
import { StartFailure } from './start-failure';

/** What the job says at its end. */
export type Said =
  | { readonly prepared: Prepared; readonly failed?: undefined }
  | { readonly failed: { readonly message: string; readonly because: string } };

export interface OwnersProcess {
  /** Has the work done, once. @throws StartFailure with what stood in its way */
  prepare(order: OwnersOrder): Promise<Prepared>;
}

/**
 * What is done as the owner of the schema is done by a process of its own: the one that serves never has that login, and whoever
 * takes it over cannot find it there. It is started at once, so that it is loaded when the database answers.
 *
 * @param signal ends it, and whatever it does; a migration under way is then gone, and runs again at the next start
 */
export function startOwnersProcess(signal: AbortSignal): OwnersProcess {
  const child = fork(join(__dirname, 'owners-job.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  const said = new Promise<Said>((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code, killedBy) => {
      signal.removeEventListener('abort', kill);
      reject(new Error(`the job of the owner ended with ${code ?? killedBy ?? 'an error'}`));
    });
  });
  said.catch(() => undefined); // told where it is waited for
  return {
    prepare: async (order) => {
      child.send(order);
      const { failed, ...done } = await said;
      if (failed === undefined) return (done as Extract<Said, { prepared: unknown }>).prepared;
      const cause = failed.because === '' ? undefined : new Error(failed.because);
      throw new StartFailure(failed.message, { cause });
    },
  };
}
