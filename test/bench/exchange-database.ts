import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseEndpoint } from '@app/endpoints';
import { PostgresEventLog } from '@app/event-store/postgres';
import type { PenaltyDocument } from '@app/exchange';
import { Deliverer, enqueue, Outbox, type Push, pushIdOf } from '@app/outbox';
import pg from 'pg';
import { creditHebeiMessage } from '../../libs/endpoints/src/credit-hebei/payload';
import { anEvent, rawPool } from './events';
import { type Comparison, interleave, type Sample, timed } from './rounds';
import { projectRoot } from '../support/project-root';

const records = 10_000;
const batch = 500;
const body = 'credit-hebei';

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
    const collected = await interleave(
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
    return [sent, collected];
  } finally {
    await endpoint.close();
    await log.close();
    await exchange.end();
    await owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await owner.end();
    await ledger.end();
  }
}

/** Pushes that wait, each in a lane of its own, until each is in a committed batch and its reference in the outbox. */
async function left(
  ledger: pg.Pool,
  log: PostgresEventLog,
  endpoint: DatabaseEndpoint,
  pushes: readonly Push[],
): Promise<Sample> {
  await enqueue(ledger, pushes);
  const deliverer = delivererOf(ledger, log, endpoint, 3_600_000);
  const sample = await timed(records, async () => {
    deliverer.start();
    await noneIs(ledger, 'waiting');
  });
  await deliverer.stop();
  return sample;
}

/** The body's answers are all there; until each outcome is an event and its row is settled. */
async function answered(
  ledger: pg.Pool,
  exchange: pg.Pool,
  log: PostgresEventLog,
  endpoint: DatabaseEndpoint,
): Promise<Sample> {
  await exchange.query(
    `UPDATE exchange_records SET state = '记名成功', receipt_number = 'HB' || batch_number || '-' || place, feedback_at = now() WHERE state = '待处理'`,
  );
  await ledger.query(`UPDATE pushes SET due_at = now() WHERE status = 'sent'`);
  const { rows } = await ledger.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM pushes WHERE status = 'sent'`,
  );
  const deliverer = delivererOf(ledger, log, endpoint, 50);
  const sample = await timed(rows[0]?.count ?? 0, async () => {
    deliverer.start();
    await noneIs(ledger, 'sent');
  });
  await deliverer.stop();
  return sample;
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

const delivererOf = (ledger: pg.Pool, log: PostgresEventLog, endpoint: DatabaseEndpoint, askEveryMs: number) =>
  new Deliverer({
    outbox: new Outbox(ledger),
    endpoint,
    onOutcome: async ({ pushId }) => {
      await log.append(`push-${pushId}`, 'no-stream', [anEvent(outcome)]);
    },
    onTrouble,
    inParallel: 4,
    askEveryMs,
    pollMs: 50,
  });

/** An outcome's size. */
const outcome = Buffer.from(
  JSON.stringify({ pushId: randomUUID(), receiptNumber: 'HB202611280000000001', text: 'x'.repeat(300) }),
);

const onTrouble = (error: unknown) => {
  console.error(error);
};

/** Resolves when none is in this state. Looks where the partial indexes lead: counting would be what is measured. */
async function noneIs(ledger: pg.Pool, status: 'waiting' | 'sent'): Promise<void> {
  const question = `SELECT FROM pushes WHERE endpoint = '${body}' AND status = '${status}' LIMIT 1`;
  while ((await ledger.query(question)).rowCount !== 0) await sleep(20);
}

function aPenalty(n: number): Push {
  const number = String(n).padStart(7, '0');
  const document: PenaltyDocument = {
    subjectName: `廊坊${number}酒店管理有限公司`,
    uscc: '91131002MABBQNQG8X',
    legalRepresentative: '郭军丽',
    documentNumber: `廊消行罚决字〔2024〕第${number}号`,
    violationType: '占用、堵塞、封闭疏散通道、安全出口',
    facts: '2024-03-01检查发现，二层安全出口被货物堵塞。',
    legalBasis: '《中华人民共和国消防法》第六十条第一款第三项',
    penaltyKinds: ['罚款'],
    penaltyContent: '处罚款人民币20500元整',
    fineFen: 2_050_000,
    confiscatedFen: null,
    licence: null,
    decidedOn: '2024-03-05',
    effectiveUntil: null,
    publicUntil: '2025-03-05',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
    sourceName: '廊坊市消防救援支队',
    sourceCode: '1113100001YMGCE72W',
    remark: null,
    severity: 'general',
  };
  const eventId = randomUUID();
  const told = {
    position: n,
    part: 0,
    stream: `penaltyDecision-${number}`,
    revision: 0,
    effect: 'states',
    kind: 'penalty',
    document,
  } as const;
  return {
    ...told,
    pushId: pushIdOf(eventId, body),
    endpoint: body,
    eventId,
    subjectId: `subject-${number}`,
    lane: `subject-${number}`,
    key: `${body}:penalty:${document.authorityCode}:${document.documentNumber}:${document.uscc}:0`,
  };
}
