import { readdirSync, readFileSync } from 'node:fs';

/** Of /proc: the kernel counts in hundredths of a second. */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  /** Of the process and of all its children that have ended and were waited for. */
  readonly ticks: number;
}

/** So many seconds of processor a process has had with its children, those that live and those that ended. 0 where there is no /proc. */
export function cpuSecondsOf(pid: number): number {
  const own = statOf(pid);
  if (!own) return 0;
  const living = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? [])
    .filter(({ parent }) => parent === pid);
  return [own, ...living].reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond;
}

function statOf(pid: number): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined; // it has ended, or this is another system
  }
  // After the name, which may hold anything, in brackets: state, parent, …
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = 0] = fields;
  return { parent, ticks: fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) };
}
