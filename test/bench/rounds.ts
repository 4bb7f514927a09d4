import { performance } from 'node:perf_hooks';

/** One side of a comparison, measured once. */
export interface Sample {
  readonly perSecond: number;
  /** Null where one long piece of work was measured, not many calls. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

export interface Comparison {
  readonly name: string;
  readonly ours: readonly Sample[];
  readonly raw: readonly Sample[];
}

/** Calls `once` from `callers` loops for `ms`; counts and times every call. */
export async function measure(callers: number, ms: number, once: (caller: number) => Promise<void>): Promise<Sample> {
  const times: number[] = [];
  const startedAt = performance.now();
  const end = startedAt + ms;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let before = performance.now(); before < end;) {
        await once(caller);
        const now = performance.now();
        times.push(now - before);
        before = now;
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: times.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** One piece of work that deals with `count` things. */
export async function timed(count: number, work: () => Promise<void>): Promise<Sample> {
  const startedAt = performance.now();
  await work();
  return { perSecond: count / ((performance.now() - startedAt) / 1000), p50Ms: null, p99Ms: null };
}

/** Both sides in turns, so that neither has the machine's better minutes; one round of each warms up and is not counted. */
export async function interleave(
  name: string,
  rounds: number,
  ours: () => Promise<Sample>,
  raw: () => Promise<Sample>,
): Promise<Comparison> {
  const counted: { ours: Sample[]; raw: Sample[] } = { ours: [], raw: [] };
  for (let round = 0; round <= rounds; round++) {
    const first = round % 2 === 0;
    const one = first ? await ours() : await raw();
    const other = first ? await raw() : await ours();
    if (round === 0) continue;
    counted.ours.push(first ? one : other);
    counted.raw.push(first ? other : one);
  }
  return { name, ...counted };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
