import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { DeliveryCpu } from './delivery';
import type { FollowersFound } from './followers';
import type { Observation } from './live-reader';
import type { Replayed } from './memory';
import type { RebuiltAll } from './rebuild-all';
import { type Comparison, median, type Sample } from './rounds';
import type { CpuFound } from './small-events';
import { projectRoot } from '../support/project-root';

const docs = join(projectRoot, 'docs');

export interface Found {
  readonly ms: number;
  readonly rounds: number;
  readonly comparisons: readonly Comparison[];
  readonly observations: readonly Observation[];
  readonly replayed: Replayed | undefined;
  readonly followed: FollowersFound | undefined;
  readonly rebuiltAll: RebuiltAll | undefined;
  readonly cpu: CpuFound | undefined;
  readonly delivered: readonly DeliveryCpu[];
}

const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  postgresql: '18.4, fsync on, synchronous_commit on, shared by both sides',
};

/** The tables of what was found. */
export function report({ comparisons, observations, replayed, followed, rebuiltAll, cpu, delivered }: Found): string {
  const parts: string[] = [];
  if (comparisons.length > 0) parts.push(tableOf(comparisons));
  if (observations.length > 0) parts.push(tableOfObservations(observations));
  if (replayed) {
    const { events, seconds, rssMB, rssMaxMB } = replayed;
    parts.push(
      `Api and worker in one process, all read models replaying ${events} events in ${seconds} s: resident memory at most ${rssMaxMB} MB; ` +
        `by tenths of the way ${rssMB.join(', ')} MB.`,
    );
  }
  if (cpu?.oursMicroseconds && cpu.bareMicroseconds) {
    const [ours, bare] = [Math.round(cpu.oursMicroseconds), Math.round(cpu.bareMicroseconds)];
    parts.push(
      `Processor time of client and server for one small append, 32 callers: ${ours} µs, the bare table ${bare} µs.`,
    );
  }
  for (const { algorithm, ours, bare } of delivered) {
    parts.push(
      `Processor time of one message in service mode, ${algorithm}: ledger ${ours.ledger} µs, database ${ours.server} µs, receiver ${ours.receiver} µs; ` +
        `of a bare post: sender ${bare.sender} µs, receiver ${bare.receiver} µs.`,
    );
  }
  if (followed) parts.push(sentencesOf(followed));
  if (rebuiltAll) {
    const { models, events, eventsRead, seconds, rssMaxMB } = rebuiltAll;
    parts.push(
      `All ${models} read models rebuilt from ${events} events in ${seconds} s, ${eventsRead} events read from the log: resident memory at most ${rssMaxMB} MB.`,
    );
  }
  return parts.join('\n\n');
}

function sentencesOf({ idle, followers, lagP50Ms, lagP99Ms, drainedMs }: FollowersFound): string {
  const each = idle.map(
    ({ followers: count, commitsPerSecond, writingPerSecond }) =>
      `with ${count} followers ${writingPerSecond.toFixed(1)} transactions a second that write, ${commitsPerSecond.toFixed(1)} in all`,
  );
  return `An idle ledger: ${each.join('; ')}. ${followers} followers beside 32 writers: an event is in all of them ${Math.round(lagP50Ms)} ms after its append (p50), ${Math.round(lagP99Ms)} ms (p99), and ${Math.round(drainedMs)} ms after the last append all have all.`;
}

/** Writes docs/benchmarks.md and the numbers behind it, docs/benchmarks.json. */
export function writeReport(found: Found): void {
  const { ms, rounds } = found;
  const text = `# Benchmarks

Written by \`npm run bench\`; the numbers behind it are in \`benchmarks.json\`. Each row was measured in one run, ours and the
limit in turns, ${rounds} rounds of ${ms / 1000} s each after one round of warming up. Medians; in brackets the lowest and highest round.
The ratio is the median of the rounds' ratios.

Machine: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB; Node ${machine.node}; PostgreSQL ${machine.postgresql}.

${report(found)}

- **Durable appends**: events of 1.8 KB to a new stream; the limit is one \`INSERT\` per row, in one transaction per append, into a table of the
  same shape (same columns, checks and indexes) with as many connections as callers. Ours checks the expected revision and the
  event ids and gives gapless positions.
- **Small events**: of a hundred bytes, 20,000 streams of 3 to 200 events; the limit is a table of position, stream, version, type, data and meta with two
  indexes, one \`INSERT\` an event, and pages of three columns read from it.
- **Bulk intake**: papers handed over at once, each an append with its version check; the limit is one \`COPY\` of the same rows, prepared beforehand.
- **Whole log, stream**: the limit is the same \`SELECT\` in pages of 1,000 (of one stream), with the data parsed on both sides.
- **Live catch-up**: a read model follows the log in batches of 1,000, each with its checkpoint in one transaction; the limit writes the same rows in the
  same batches, prepared beforehand, by a batched upsert, and does not read or fold.
- **Rebuild**: the limit is \`COPY\` out of the log, the least fold that gives rows of the same size, \`COPY\` in, key and statistics.
- **Sealing**: in memory, framing, leaf hash, tree and tiles of an entry, against one SHA-256 over its bytes; and a sealer that catches up with the whole log, tiles
  and state committed, against reading the same pages.
- **Over HTTP**: ours authenticates, checks, decides and answers, with the read models, policies and the outbox following in the same process; the
  limit is a bare HTTP handler with one raw \`INSERT\` of the body, or one \`SELECT\` by primary key. Load and servers share the cores.
- **Delivery in service mode**: penalties that wait, told by a whole ledger with everything following; the limit is 16 kept connections that post
  bodies which were signed beforehand. The receiver, on the same cores, checks, signs its answer and stores nothing.
- **Exchange database, exchange files**: 10,000 penalties that wait, until each is in a committed batch or a renamed zip; their answers, until each outcome is in the
  log and its row settled. The limit writes, or reads, the same content in as many transactions or files.
- **Three bodies followed**: appends of penalties while a whole ledger queues what three bodies are to be told; the limit is the same with no body.
- **46 followers**: 25 read models (three take every event, the others three of 24 types each), 9 outboxes, 12 policies, in the process of the writers, each
  applying with one \`INSERT\`; the limit is the same writers with nobody following. Idle, one transaction a second says of all that they are caught up.
- **All read models rebuilt**: from one reading through the port, set aside under their keys and sorted by the database, folded, written by \`COPY\`, keys and
  statistics made; size by \`BENCH_EVENTS\`.
- **Live reader**: pages of 500 by position while others write; beside 64 writers a quarter of the appends goes to one contended stream
  and every 25 ms a connection of the log is cut. Seen may exceed acknowledged: an append whose answer was lost counts as not acknowledged.
`;
  const page = join(docs, 'benchmarks.md');
  writeFileSync(page, text + byHandIn(readFileSync(page, 'utf8')));
  writeFileSync(join(docs, 'benchmarks.json'), `${JSON.stringify({ machine, ...found }, null, 2)}\n`);
}

/** What people found out about the figures stands at the end of the page, and stays. */
function byHandIn(page: string): string {
  const from = page.indexOf('\n## Where the rest goes');
  return from < 0 ? '' : page.slice(from);
}

function tableOf(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ name, ours, raw }) => {
    const ratio = median(ours.map((sample, index) => sample.perSecond / (raw[index]?.perSecond ?? NaN)));
    return `| ${name} | ${of(ours)} | ${of(raw)} | **${ratio.toFixed(2)}** | ${latency(ours)} | ${latency(raw)} |`;
  });
  return `| what | ours, per second | limit, per second | ratio | ours p50 / p99 ms | limit p50 / p99 ms |
|---|---|---|---|---|---|
${rows.join('\n')}`;
}

function tableOfObservations(observations: readonly Observation[]): string {
  const rows = observations.map(
    ({ name, acknowledged, seen, missed, doubled, outOfOrder, gaps }) =>
      `| ${name} | ${acknowledged} | ${seen} | ${missed} | ${doubled} | ${outOfOrder} | ${gaps} |`,
  );
  return `| reader | acknowledged | seen | missed | doubled | out of order | gaps |
|---|---|---|---|---|---|---|
${rows.join('\n')}`;
}

function of(samples: readonly Sample[]): string {
  const rates = samples.map(({ perSecond }) => Math.round(perSecond));
  return `${Math.round(median(rates))} (${Math.min(...rates)}–${Math.max(...rates)})`;
}

function latency(samples: readonly Sample[]): string {
  const [p50, p99] = [samples.flatMap(({ p50Ms }) => p50Ms ?? []), samples.flatMap(({ p99Ms }) => p99Ms ?? [])];
  return p50.length === 0 ? '' : `${median(p50).toFixed(2)} / ${median(p99).toFixed(2)}`;
}
