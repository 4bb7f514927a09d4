import { readFileSync } from 'node:fs';

/** Microseconds of CPU a process has used since it began, in steps of ten milliseconds; undefined without `/proc`, or when it has ended. */
export function cpuMicrosOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  } catch {
    return undefined;
  }
}
