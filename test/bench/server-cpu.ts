import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

/** The process whose children serve connections to this database. */
export async function postmasterOf(ownerUrl: string): Promise<number> {
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  const { rows } = await owner.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const postmaster = parentOf(rows[0]?.pid ?? 0) ?? 0;
  await owner.end();
  return postmaster;
}

/** Of the server and its children, microseconds since each began; null without `/proc`. */
export function cpuOf(postmaster: number): number | null {
  try {
    const ticks = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && (Number(name) === postmaster || parentOf(Number(name)) === postmaster))
      .map((name) => fieldsOf(Number(name)))
      .reduce((sum, fields) => sum + Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0), 0);
    return ticks * 10_000; // a hundred ticks a second
  } catch {
    return null;
  }
}

const parentOf = (pid: number): number | undefined => {
  const parent = fieldsOf(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
};

/** Of `/proc/PID/stat`, what stands behind the name of the program. */
function fieldsOf(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined; // it has ended
  }
}
