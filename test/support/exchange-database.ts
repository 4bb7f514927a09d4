import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseEndpoint, type DatabaseOptions, type Restored } from '@app/endpoints';
import pg from 'pg';
import { openSandbox, type SandboxOptions } from '../../apps/sandbox/src/sandbox';
import { aNthPenalty } from '../../libs/endpoints/src/credit-hebei/credit-hebei.contract';
import { creditHebeiMessage } from '../../libs/endpoints/src/credit-hebei/payload';
import { openCuttingProxy } from './cutting-proxy';
import { createTestDatabase } from './test-database';

const exchangePages = join(__dirname, '../../docs/exchange');
const logins = ['exchange_ledger', 'exchange_receiver'] as const;

/** The published tables and rights, as a site makes them: neither side owns anything. */
const exchangeTemplate = {
  name: 'exchange_template',
  fill: async (ownerUrl: string) => {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    await client.query(await readFile(join(exchangePages, 'database.sql'), 'utf8'));
    const page = await readFile(join(exchangePages, 'database.md'), 'utf8');
    for (const login of logins) await client.query(`CREATE ROLE ${login} LOGIN PASSWORD 'only-for-tests'`);
    await client.query([...page.matchAll(/^GRANT .*;$/gm)].map(([grant]) => grant).join('\n'));
    await client.end();
  },
};

export const asLogin = (url: string, username: (typeof logins)[number]) =>
  Object.assign(new URL(url), { username, password: 'only-for-tests' }).toString();

const tables = ['exchange_batches', 'exchange_records', 'exchange_questions'] as const;
/**
 * A ledger and a sandbox, each with its own code and connections, on one exchange database.
 *
 * @param pollMs how often the sandbox looks by itself; null: when told
 * @param more other ways into the sandbox
 */
export async function openExchange(pollMs: number | null = null, more: Pick<SandboxOptions, 'inbox'> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'exchange-'));
  const database = await createTestDatabase(exchangeTemplate);
  const wire = await openCuttingProxy(asLogin(database.ownerUrl, 'exchange_ledger'));
  const sandbox = await openSandbox({
    port: 0,
    dataDir: join(folder, 'data'),
    exchange: { url: asLogin(database.ownerUrl, 'exchange_receiver'), pollMs },
    ...more,
  });
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 3 });
  owner.on('error', () => undefined); // the tests end connections themselves
  const opened: DatabaseEndpoint[] = [];
  const restored: Restored[] = [];
  const endpointWith = (changes: Partial<DatabaseOptions> = {}) => {
    const endpoint = new DatabaseEndpoint({
      name: 'credit-hebei',
      saying: creditHebeiMessage,
      url: wire.url,
      onRestored: (found) => restored.push(found),
      onTrouble: () => undefined,
      timeoutMs: 5_000,
      ...changes,
    });
    opened.push(endpoint);
    return endpoint;
  };
  const control = async (path: string, body: object = {}) => {
    const response = await fetch(`${sandbox.url}/control/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  /** All rows by their tables, as they stand in one moment. */
  const everything = async (): Promise<Record<string, object[]>> => {
    const each = tables.map((table) => `(SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM ${table} t) AS ${table}`);
    const { rows } = await owner.query<Record<string, object[]>>(`SELECT ${each.join(', ')}`);
    return rows[0] ?? {};
  };
  return {
    folder,
    database,
    wire,
    sandbox,
    owner,
    restored,
    endpointWith,
    endpoint: endpointWith(),
    message: aNthPenalty,
    control,
    /** All rows, to be put back later: a backup of the database. */
    backUp: everything,
    /** In one moment, for whoever works on it meanwhile: the senders' lock, then the receiver's rows. */
    restore: async (backup: Readonly<Record<string, readonly object[]>>) => {
      const client = await owner.connect();
      await client.query(`BEGIN; SELECT pg_advisory_xact_lock(4611202646);
        LOCK TABLE exchange_records, exchange_questions IN EXCLUSIVE MODE;
        DELETE FROM exchange_questions; DELETE FROM exchange_records; DELETE FROM exchange_batches`);
      for (const [table, rows] of Object.entries(backup)) {
        await client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`, [
          JSON.stringify(rows),
        ]);
      }
      await client.query('COMMIT');
      client.release();
    },
    /** Everything that stands in the exchange database, as one text. */
    grep: async (word: string) => JSON.stringify(await everything()).includes(word),
    failNext: () => {
      wire.cutNextQuestion();
      return Promise.resolve();
    },
    loseNextAnswer: () => {
      wire.cutNextCommit();
      return Promise.resolve();
    },
    rejectNext: () => control('faults', { mode: 'refuse', times: 1 }),
    answerAll: () => control('exchange/rounds'),
    forgetUnanswered: async () => {
      await owner.query(`DELETE FROM exchange_records WHERE state IN ('待处理', '处理中')`);
    },
    stored: async () => {
      const { rows } = await owner.query<{ key: string; arrivals: number }>(
        'SELECT idempotency_key AS key, times_sent AS arrivals FROM exchange_records ORDER BY batch_number, place',
      );
      return rows;
    },
    close: async () => {
      await Promise.all(opened.map((endpoint) => endpoint.close()));
      await sandbox.close();
      await wire.close();
      await owner.end();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}
