import { execFileSync } from 'node:child_process';

const levelsMax = 3;
const parentCheckMs = 500;

/**
 * Says when npm, which started this program, is gone: npm takes a signal that cannot be passed on with it, and its shell passes on none,
 * so that nobody could stop this program by it any more. Silent when no npm started it.
 */
export function whenNpmIsGone(gone: () => void): void {
  const npm = process.env.npm_lifecycle_event === undefined ? undefined : npmAbove();
  if (npm === undefined) return;
  const watch = setInterval(() => {
    if (isAlive(npm)) return;
    clearInterval(watch);
    gone();
  }, parentCheckMs);
  watch.unref();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The npm that started us, directly or through a shell; undefined when there is none or the system cannot tell. */
function npmAbove(): number | undefined {
  let pid = process.ppid;
  for (let level = 0; level < levelsMax && pid > 1; level++) {
    const found = look(pid);
    if (!found) return undefined;
    if (/\bnpm\b/.test(found.command)) return pid;
    pid = found.parent;
  }
  return undefined;
}

function look(pid: number): { readonly parent: number; readonly command: string } | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
    const parts = /^(\d+)\s+(.*)$/.exec(line);
    return parts ? { parent: Number(parts[1]), command: parts[2] ?? '' } : undefined;
  } catch {
    return undefined; // no ps here; npm passes on the signals that can be passed on
  }
}
