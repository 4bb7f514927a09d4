import { readFileSync } from 'node:fs';

/**
 * Who goes by this process id now. After a reboot the number may belong to anybody, and in a container without an init
 * a dead server stays a zombie; PostgreSQL itself takes both for a living server. Where it cannot be told: `server`.
 */
export function processAt(pid: number): 'absent' | 'server' | 'somebody-else' {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'absent';
  }
  if (process.platform !== 'linux') return 'server';
  try {
    const [, name, state] = /^\d+ \((.*)\) (\w)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return name === 'postgres' && state !== 'Z' ? 'server' : 'somebody-else';
  } catch {
    return 'server';
  }
}
