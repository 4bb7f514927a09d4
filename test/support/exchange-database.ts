import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseEndpoint, type DatabaseOptions, type Restored } from '@app/endpoints';
import pg from 'pg';
import { openSandbox, type SandboxOptions } from '../../apps/sandbox/src/sandbox';
import { aNthPenalty } from '../../libs/endpoints/src/credit-hebei/credit-hebei.contract';
import { creditHebeiMessage } from '../../libs/endpoints/src/credit-hebei/payload';
import { openCuttingProxy } from './cutting-proxy';
import {
  backUpExchange,
  type ExchangeBackup,
  exchangeLogins,
  exchangePassword,
  makeExchangeTables,
  putBackExchange,
} from './exchange-tables';
import { createTestDatabase } from './test-database';
import { projectRoot } from './project-root';

const exchangePages = join(projectRoot, 'docs/exchange');

/** The published tables and rights, as a site makes them. */
const exchangeTemplate = {
  name: 'exchange_template',
  fill: async (ownerUrl: string) => {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    await makeExchangeTables(client, exchangePages);
    await client.end();
  },
};

export const asLogin = (url: string, username: (typeof exchangeLogins)[number]) =>
  Object.assign(new URL(url), { username, password: exchangePassword }).toString();

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
  const everything = () => backUpExchange(owner);
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
    restore: async (backup: ExchangeBackup) => {
      const client = await owner.connect();
      await putBackExchange(client, backup);
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
