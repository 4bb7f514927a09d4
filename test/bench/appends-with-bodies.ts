import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewEvent } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import { applicationUrl, migrate } from '@app/ledger-database';
import pg from 'pg';
import { aPenaltyDecision } from '../support/ledger-events';
import { type Started, startLedger, untilReady } from './processes';
import { type Comparison, interleave, measure, type Sample } from './rounds';

const callers = 32;
const bodies = 'credit-hebei,credit-china-hebei,gsxt-hebei';

/**
 * Durable appends of penalties while a whole ledger follows that queues what three bodies are to be told, against the same with no body; each on a
 * database of its own. The bodies have no address: what is queued waits.
 */
export async function appendsWithBodies(
  url: string,
  ownerUrl: string,
  ms: number,
  rounds: number,
): Promise<Comparison> {
  const other = Object.assign(new URL(ownerUrl), { pathname: '/appends_without' }).href;
  await execute(ownerUrl, 'CREATE DATABASE appends_without');
  await migrate(other);
  const started: Started[] = [];
  const logs = [new PostgresEventLog({ url }), new PostgresEventLog({ url: applicationUrl(other) })] as const;
  try {
    for (const [database, names] of [
      [ownerUrl, bodies],
      [other, ''],
    ] as const) {
      const ledger = await startLedger(database, { BODIES: names });
      started.push(ledger);
      await untilReady(ledger.url);
    }
    return await interleave(
      `durable appends, ${callers} callers, three bodies followed, against none`,
      rounds,
      () => appended(logs[0], ownerUrl, ms),
      () => appended(logs[1], other, ms),
    );
  } finally {
    for (const ledger of started) await ledger.stop();
    for (const log of logs) await log.close();
    await execute(ownerUrl, 'DROP DATABASE appends_without WITH (FORCE)');
  }
}

let papers = 0;

/** Appends for `ms`; the next side begins when everybody has read them. */
async function appended(log: PostgresEventLog, ownerUrl: string, ms: number): Promise<Sample> {
  const sample = await measure(callers, ms, async () => {
    papers += 1;
    const documentNumber = `廊消行罚决字〔2026〕第${String(papers).padStart(8, '0')}号`;
    const { type, typeVersion, subjectId, occurredOn, actor, causeId, requestId, data } = aPenaltyDecision({
      documentNumber,
    });
    const paper = { type, typeVersion, subjectId, occurredOn, actor, causeId, requestId, data };
    const fresh: NewEvent = { ...paper, id: randomUUID(), commandId: randomUUID() };
    await log.append(`penaltyDecision-${randomUUID()}`, 'no-stream', [fresh]);
  });
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  const text = `SELECT (SELECT max(position) FROM ledger_events) > min(position) AS behind FROM projection_checkpoints`;
  while ((await owner.query<{ behind: boolean }>(text)).rows[0]?.behind) await sleep(20);
  await owner.end();
  return sample;
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statement);
  await client.end();
}
