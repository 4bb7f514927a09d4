import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@app/embedded-postgres';
import { dumpSchema, migrate } from '@app/ledger-database';
import { Client } from 'pg';

const file = 'libs/ledger-database/schema.sql';

/** Writes the schema that all migrations arrive at, from a database of its own that is gone afterwards. */
async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'schema-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    await withClient(postgres.superuserUrl, (server) => server.query('CREATE DATABASE schema_dump'));
    const url = new URL(postgres.superuserUrl);
    url.pathname = '/schema_dump';
    await migrate(url.href);
    await withClient(url.href, async (client) => writeFile(file, await dumpSchema(client)));
    console.log(`${file} written`);
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function withClient(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
