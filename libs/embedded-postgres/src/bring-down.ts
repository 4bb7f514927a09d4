import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster';
import type { Running } from './bring-up';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { readPostmaster } from './postmaster';
import { childrenOf, processAt } from './process-at';

const stopMsMax = 60_000;
/** A server that hangs does not answer that we leave, either. */
const leaveMsMax = 2_000;
const killedMsMax = 5_000;

/**
 * Stops the server unless somebody else uses it. Politely at first; once `impatient` says so it is killed.
 *
 * @throws `server-did-not-stop` when it does not go even then
 */
export async function bringDown(
  cluster: Cluster,
  { session, pid }: Pick<Running, 'session' | 'pid'>,
  log: (line: string) => void,
  impatient = AbortSignal.timeout(stopMsMax),
): Promise<void> {
  const hung = sleep(impatient.aborted ? 0 : leaveMsMax, true, { ref: false });
  const alone = await Promise.race([session.leave(), hung]);
  if (!alone) {
    log(`PostgreSQL is in use by another process and stays up, process ${pid}`);
    return;
  }
  // The number could by now be somebody else's, unless the server's own file still says it.
  const ours = (await readPostmaster(cluster.data))?.pid === pid && processAt(pid) === 'server';
  if (ours) process.kill(pid, 'SIGINT');
  if (!(await gone(pid, impatient))) {
    if (!ours) return; // somebody else's server goes by its number
    log(`PostgreSQL, process ${pid}, does not stop; killing it`);
    await killServer(pid);
  }
  log('PostgreSQL stopped');
}

/** Ends the server of this number and its processes at once, and waits for it. What it had committed is safe. */
export async function killServer(pid: number): Promise<void> {
  if (processAt(pid) !== 'server') return;
  const all = [pid, ...childrenOf(pid)];
  for (const each of all) kill(each);
  const patience = AbortSignal.timeout(killedMsMax);
  const left = await Promise.all(all.map((each) => gone(each, patience)));
  if (left.includes(false))
    throw new EmbeddedPostgresError('server-did-not-stop', `PostgreSQL, process ${pid}, is still there.`);
}

async function gone(pid: number, impatient: AbortSignal): Promise<boolean> {
  while (processAt(pid) === 'server') {
    if (impatient.aborted) return false;
    await sleep(20);
  }
  return true;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it was gone already
  }
}
