import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { type Comparison, median, type Sample } from './rounds';

const docs = join(__dirname, '../../../docs');

/** Writes docs/benchmarks.md and the numbers behind it, docs/benchmarks.json. */
export function report(comparisons: readonly Comparison[], { ms, rounds }: { ms: number; rounds: number }): string {
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgresql: '18.4, fsync on, synchronous_commit on, shared by both sides',
  };
  const table = comparisons.map(({ name, ours, raw }) => {
    const ratio = median(ours.map((sample, index) => sample.perSecond / (raw[index]?.perSecond ?? NaN)));
    return `| ${name} | ${of(ours)} | ${of(raw)} | **${ratio.toFixed(2)}** | ${latency(ours)} | ${latency(raw)} |`;
  });
  const text = `# Benchmarks

Written by \`npm run bench\`; the numbers behind it are in \`benchmarks.json\`. Each row was measured in one run, ours and the
limit in turns, ${rounds} rounds of ${ms / 1000} s each after one round of warming up. Medians; in brackets the lowest and highest round.
The ratio is the median of the rounds' ratios.

Machine: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB; Node ${machine.node}; PostgreSQL ${machine.postgresql}.

| what | ours, per second | limit, per second | ratio | ours p50 / p99 ms | limit p50 / p99 ms |
|---|---|---|---|---|---|
${table.join('\n')}

- **Durable appends**: one event of 1.8 KB to a new stream; the limit is one \`INSERT\` per transaction into a table of the same shape
  (same columns and indexes) with as many connections as callers. Ours checks the expected revision and the event ids and gives gapless positions.
- **Status query**: ours authenticates, reads the dossier and its age in one statement and computes score and listing for the day;
  the limit is a bare HTTP handler with one \`SELECT\` by primary key that sends the row as it is. Load and servers share the cores.
`;
  writeFileSync(join(docs, 'benchmarks.md'), text);
  writeFileSync(join(docs, 'benchmarks.json'), `${JSON.stringify({ machine, ms, rounds, comparisons }, null, 2)}\n`);
  return table.join('\n');
}

function of(samples: readonly Sample[]): string {
  const rates = samples.map(({ perSecond }) => Math.round(perSecond));
  return `${Math.round(median(rates))} (${Math.min(...rates)}–${Math.max(...rates)})`;
}

function latency(samples: readonly Sample[]): string {
  return `${median(samples.map(({ p50Ms }) => p50Ms)).toFixed(2)} / ${median(samples.map(({ p99Ms }) => p99Ms)).toFixed(2)}`;
}
