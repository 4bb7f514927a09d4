import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@app/embedded-postgres';
import { applicationUrl, migrate } from '@app/ledger-database';
import pg from 'pg';
import { appends } from './appends';
import { appendsWithBodies } from './appends-with-bodies';
import { bulkIntake } from './bulk-intake';
import { catchUp } from './catch-up';
import { claims } from './claims';
import { commands } from './commands';
import { makeRawTable } from './events';
import { delivery, type DeliveryCpu } from './delivery';
import { bidderLookup, largeDossier } from './dossiers';
import { exchangeDatabase } from './exchange-database';
import { exchangeFiles } from './exchange-files';
import { fileIntake } from './file-intake';
import { followers, type FollowersFound } from './followers';
import { liveReader, type Observation } from './live-reader';
import { memory, type Replayed } from './memory';
import { reads } from './reads';
import { rebuild } from './rebuild';
import { rebuildAll, type RebuiltAll } from './rebuild-all';
import { report, writeReport } from './report';
import type { Comparison } from './rounds';
import { sealing } from './sealing';
import { type CpuFound, smallEvents } from './small-events';
import { statusQueries } from './status-queries';

const ms = Number(process.env.BENCH_MS ?? 3_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
/** Units with a calendar, among whom 10,000 are looked up; units whose status is asked. */
const subjects = Number(process.env.BENCH_SUBJECTS ?? 1_000_000);
const replayedEvents = Number(process.env.BENCH_EVENTS ?? 1_000_000);

/** What is measured, by the name that `npm run bench -- NAME…` takes; each on a fresh database of its own. */
const measurements: Record<string, (url: string, ownerUrl: string) => Promise<Comparison[]>> = {
  appends: (url, ownerUrl) => appends(url, ownerUrl, ms, rounds),
  bulk: async (url, ownerUrl) => [await bulkIntake(url, ownerUrl, rounds)],
  reads: (url, ownerUrl) => reads(url, ownerUrl, ms, rounds),
  'catch-up': (url, ownerUrl) => catchUp(url, ownerUrl, ms, rounds),
  rebuild: (url, ownerUrl) => rebuild(url, ownerUrl, ms, rounds),
  sealing: (url, ownerUrl) => sealing(url, ownerUrl, ms, rounds),
  claims: async (url, ownerUrl) => [await claims(url, ownerUrl, ms, rounds)],
  commands: (url, ownerUrl) => commands(url, ownerUrl, ms, rounds),
  files: async (url, ownerUrl) => [await fileIntake(url, ownerUrl, rounds)],
  exchange: (url, ownerUrl) => exchangeDatabase(url, ownerUrl, rounds),
  'exchange-files': (url) => exchangeFiles(url, rounds),
  'appends-with-bodies': async (url, ownerUrl) => [await appendsWithBodies(url, ownerUrl, ms, rounds)],
  dossier: (url, ownerUrl) => largeDossier(url, ownerUrl, ms, rounds, 10_000),
  bidders: async (url, ownerUrl) => [await bidderLookup(url, ownerUrl, ms, rounds, { subjects, codes: 10_000 })],
  status: (url, ownerUrl) => statusQueries(url, ownerUrl, ms, rounds, subjects),
};

/** Every figure side by side with the raw limit, on a durable server of its own. */
async function main(wanted: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  await chmod(folder, 0o755); // as root, the server runs as another user
  const postgres = await startServer(folder);
  const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
  try {
    const comparisons: Comparison[] = [];
    for (const [name, measure] of Object.entries(measurements)) {
      if (isWanted(name)) comparisons.push(...(await inDatabase(postgres, measure)));
    }
    let cpu: CpuFound | undefined;
    if (isWanted('small')) {
      const small = await inDatabase(postgres, (url, ownerUrl) => smallEvents(url, ownerUrl, ms, rounds));
      comparisons.push(...small.compared);
      cpu = small.cpu;
    }
    let delivered: readonly DeliveryCpu[] = [];
    if (isWanted('delivery')) {
      const found = await inDatabase(postgres, (url, ownerUrl) => delivery(url, ownerUrl, rounds));
      comparisons.push(...found.compared);
      delivered = found.cpu;
    }
    let followed: FollowersFound | undefined;
    if (isWanted('followers')) {
      const { compared, found } = await inDatabase(postgres, (url, ownerUrl) => followers(url, ownerUrl, ms, rounds));
      comparisons.push(compared);
      followed = found;
    }
    const observations: Observation[] = isWanted('live-reader')
      ? await inDatabase(postgres, (url, ownerUrl) => liveReader(url, ownerUrl, ms * 2))
      : [];
    const replayed: Replayed | undefined = isWanted('memory')
      ? await inDatabase(postgres, (url, ownerUrl) => memory(url, ownerUrl, replayedEvents))
      : undefined;
    const rebuiltAll: RebuiltAll | undefined = isWanted('rebuild-all')
      ? await inDatabase(postgres, (url, ownerUrl) => rebuildAll(url, ownerUrl, replayedEvents))
      : undefined;
    const found = { ms, rounds, comparisons, observations, replayed, followed, rebuiltAll, cpu, delivered };
    console.log(report(found));
    if (wanted.length === 0) writeReport(found);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** With connections for the limit of 128 callers; else as the evaluation's own server. */
async function startServer(dataDir: string): Promise<EmbeddedPostgres> {
  const first = await startEmbeddedPostgres({ dataDir });
  const server = new pg.Client(first.superuserUrl);
  await server.connect();
  await server.query('ALTER SYSTEM SET max_connections = 300');
  await server.end();
  await first.stop();
  return startEmbeddedPostgres({ dataDir });
}

async function inDatabase<Found>(
  postgres: EmbeddedPostgres,
  work: (url: string, ownerUrl: string) => Promise<Found>,
): Promise<Found> {
  const server = new pg.Client(postgres.superuserUrl);
  await server.connect();
  await server.query('CREATE DATABASE bench');
  try {
    const ownerUrl = new URL(postgres.superuserUrl);
    ownerUrl.pathname = '/bench';
    await migrate(ownerUrl.href);
    const owner = new pg.Client(ownerUrl.href);
    await owner.connect();
    await makeRawTable(owner);
    await owner.end();
    return await work(applicationUrl(ownerUrl.href), ownerUrl.href);
  } finally {
    await server.query('DROP DATABASE bench WITH (FORCE)');
    await server.query('CHECKPOINT');
    await server.end();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
