import autocannon from 'autocannon';
import { usccOf } from './fictional-units';
import { copyDossiers } from './fill-dossiers';
import { cpuMicrosOf } from './process-cpu';
import { issueKey, start, type Started, startLedger, untilReady } from './processes';
import { type Comparison, interleave, median, type Sample } from './rounds';

const connections = 32;
/** Of the subjects so many are asked about again and again. */
const askedAgain = 5_000;
const penalties = 2;

/** When a side has been asked enough: after so many seconds, or so many questions. */
type Until = { readonly duration: number } | { readonly amount: number };

/** Before anything is counted each side is asked so often: a second of a busy machine compiles neither program, and remembers few of the units. */
const warmUp: Until = { amount: 6 * askedAgain };

/**
 * Status of a unit over HTTP (authenticated, by all that is known), among `subjects` units: of a few thousand that are asked about
 * again and again, and of any one of them all. Against Fastify with one handler: one SELECT by primary key and an answer of the same size;
 * and the same bytes without any lookup.
 */
export async function statusQueries(
  url: string,
  ownerUrl: string,
  ms: number,
  rounds: number,
  subjects: number,
): Promise<Comparison[]> {
  await copyDossiers(ownerUrl, subjects, penalties, new Date(Date.now() - 60 * 86_400_000).toISOString().slice(0, 10));
  const key = await issueKey(ownerUrl, 'department');
  // Counted as always, and never too many: one key asks for all who would ask.
  const ledger = await startLedger(ownerUrl, { KEY_REQUESTS_PER_MINUTE: '100000000' });
  await untilReady(ledger.url);
  const one = await fetch(`${ledger.url}/subjects/${usccOf(0)}/status`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const answerBytes = (await one.arrayBuffer()).byteLength;
  const bare = await start('bare-server.js', { DATABASE_URL: url, ANSWER_BYTES: String(answerBytes) });
  const few = Math.min(askedAgain, subjects);
  const again = () => usccOf(Math.floor(Math.random() * few) * Math.floor(subjects / few));
  const any = () => usccOf(Math.floor(Math.random() * subjects));
  const aRound = { duration: Math.max(1, Math.round(ms / 1000)) };
  const status =
    (which: () => string, until: Until = aRound) =>
    () =>
      fire(ledger, () => `/subjects/${which()}/status`, key, until);
  const select =
    (which: () => string, until: Until = aRound) =>
    () =>
      fire(bare, () => `/select/${which()}`, key, until);
  const bytes = (until: Until = aRound) => fire(bare, () => `/bytes/${again()}`, key, until);
  const of = `status over HTTP, ${few} of ${subjects} units`;
  try {
    for (const side of [status(again, warmUp), select(again, warmUp), () => bytes(warmUp)]) await side();
    return [
      await compared(`${of}, against one SELECT`, rounds, status(again), select(again)),
      await compared(`${of}, against the same bytes without lookup`, rounds, status(again), () => bytes()),
      await compared(
        `status over HTTP, any of ${subjects} units, against one SELECT`,
        rounds,
        status(any),
        select(any),
      ),
    ];
  } finally {
    await Promise.all([ledger.stop(), bare.stop()]);
  }
}

interface Fired extends Sample {
  /** Of the server, microseconds of CPU per request; undefined: not known. */
  readonly cpuMicros: number | undefined;
}

async function compared(name: string, rounds: number, ours: () => Promise<Fired>, raw: () => Promise<Fired>) {
  const cpu = { ours: [] as number[], raw: [] as number[] };
  const kept = (fire: () => Promise<Fired>, found: number[]) => async () => {
    const fired = await fire();
    if (fired.cpuMicros !== undefined) found.push(fired.cpuMicros);
    return fired;
  };
  const comparison = await interleave(name, rounds, kept(ours, cpu.ours), kept(raw, cpu.raw));
  console.log(
    `${name}: CPU of the server ${median(cpu.ours).toFixed(0)} µs a request, of the other ${median(cpu.raw).toFixed(0)} µs`,
  );
  return comparison;
}

async function fire({ url, pid }: Started, path: () => string, key: string, until: Until): Promise<Fired> {
  const before = cpuMicrosOf(pid);
  const result = await autocannon({
    url,
    connections,
    ...until,
    headers: { authorization: `Bearer ${key}` },
    requests: [{ method: 'GET', setupRequest: (request) => ({ ...request, path: path() }) }],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} failed`);
  const after = cpuMicrosOf(pid);
  return {
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    cpuMicros: before === undefined || after === undefined ? undefined : (after - before) / result.requests.total,
  };
}
