import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@app/embedded-postgres';
import { applicationUrl, migrate } from '@app/ledger-database';
import pg from 'pg';
import { appends } from './appends';
import { fillDossiers } from './fill-dossiers';
import { report } from './report';
import { statusQueries } from './status-queries';

const ms = Number(process.env.BENCH_MS ?? 3_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);

/** Every figure side by side with the raw limit, on a fresh durable database of its own. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  try {
    const server = new pg.Client(postgres.superuserUrl);
    await server.connect();
    await server.query('CREATE DATABASE bench');
    await server.end();
    const ownerUrl = new URL(postgres.superuserUrl);
    ownerUrl.pathname = '/bench';
    await migrate(ownerUrl.href);
    const url = applicationUrl(ownerUrl.href);
    const compared = await appends(url, ownerUrl.href, ms, rounds);
    await fillDossiers(url, 500, 8);
    compared.push(await statusQueries(ownerUrl.href, ownerUrl.href, ms, rounds));
    console.log(report(compared, { ms, rounds }));
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
