import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseEndpoint } from '@app/endpoints';
import { PostgresEventLog } from '@app/event-store/postgres';
import type { Push } from '@app/outbox';
import type pg from 'pg';
import { creditHebeiMessage } from '../../libs/endpoints/src/credit-hebei/payload';
import { rawPool } from './events';
import { aPenalty, body, collected, left, onTrouble, records } from './exchange-outcomes';
import { type Comparison, interleave, type Sample, timed } from './rounds';
import { projectRoot } from '../support/project-root';

const batch = 500;

/**
 * The database mode, from pushes that wait to their committed batches, and from the body's answers to durable outcomes; against the same
 * rows inserted in as many transactions, and read as they are.
 */
export async function exchangeDatabase(url: string, ownerUrl: string, rounds: number): Promise<Comparison[]> {
  const ledger = rawPool(url, 8);
  const owner = rawPool(ownerUrl, 1);
  const name = `exchange_${randomUUID().slice(0, 8)}`;
  await owner.query(`CREATE DATABASE ${name}`);
  const exchangeUrl = Object.assign(new URL(ownerUrl), { pathname: name }).toString();
  const exchange = rawPool(exchangeUrl, 4);
  await exchange.query(await readFile(join(projectRoot, 'docs/exchange/database.sql'), 'utf8'));
  await exchange.query('CREATE TABLE raw_records (key text PRIMARY KEY, fields jsonb NOT NULL, answer text)');
  const log = new PostgresEventLog({ url });
  const endpoint = new DatabaseEndpoint({ name: body, saying: creditHebeiMessage, url: exchangeUrl, batch, onTrouble });
  try {
    let paper = 0;
    const next = () => Array.from({ length: records }, () => aPenalty((paper += 1)));
    const sent = await interleave(
      `exchange database, ${records} waiting to committed batches`,
      rounds,
      () => left(ledger, log, endpoint, next()),
      () => inserted(exchange, next()),
    );
    const answers = await interleave(
      `exchange database, ${records} answers to durable outcomes`,
      rounds,
      async () => {
        await left(ledger, log, endpoint, next());
        return answered(ledger, exchange, log, endpoint);
      },
      async () => {
        const keys = next().map(({ key }) => key);
        return timed(records, async () => {
          for (let from = 0; from < records; from += 1_000) {
            await exchange.query('SELECT key, answer FROM raw_records WHERE key = ANY ($1)', [
              keys.slice(from, from + 1_000),
            ]);
          }
        });
      },
    );
    return [sent, answers];
  } finally {
    await endpoint.close();
    await log.close();
    await exchange.end();
    await owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await owner.end();
    await ledger.end();
  }
}

/** The body has answered all of it. */
async function answered(
  ledger: pg.Pool,
  exchange: pg.Pool,
  log: PostgresEventLog,
  endpoint: DatabaseEndpoint,
): Promise<Sample> {
  await exchange.query(
    `UPDATE exchange_records SET state = '记名成功', receipt_number = 'HB' || batch_number || '-' || place, feedback_at = now() WHERE state = '待处理'`,
  );
  return collected(ledger, log, endpoint);
}

async function inserted(exchange: pg.Pool, pushes: readonly Push[]): Promise<Sample> {
  const rows = pushes.map((push) => [push.key, JSON.stringify(creditHebeiMessage(push).fields)] as const);
  return timed(records, async () => {
    for (let from = 0; from < records; from += batch) {
      const some = rows.slice(from, from + batch);
      await exchange.query('INSERT INTO raw_records (key, fields) SELECT * FROM unnest($1::text[], $2::jsonb[])', [
        some.map(([key]) => key),
        some.map(([, fields]) => fields),
      ]);
    }
  });
}
