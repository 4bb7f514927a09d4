import { readdirSync, readFileSync } from 'node:fs';

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
  const found = look(pid);
  if (!found) return 'server';
  return found.name === 'postgres' && found.state !== 'Z' ? 'server' : 'somebody-else';
}

/** The processes that this server has of its own; none where it cannot be told. They go by themselves when it is gone, unless they hang. */
export function childrenOf(pid: number): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((child) => {
      const found = look(child);
      return found?.parent === pid && found.name === 'postgres';
    });
}

function look(pid: number): { readonly name: string; readonly state: string; readonly parent: number } | undefined {
  try {
    const [, name = '', state = '', parent] =
      /^\d+ \((.*)\) (\w) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, state, parent: Number(parent) };
  } catch {
    return undefined; // it has ended, or may not be looked at
  }
}
