import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresEventLog } from '@app/event-store/postgres';
import type { PenaltyDocument } from '@app/exchange';
import { Deliverer, type Endpoint, enqueue, Outbox, type Push, pushIdOf } from '@app/outbox';
import type pg from 'pg';
import { anEvent } from './events';
import { type Sample, timed } from './rounds';

/** The body of these measurements, and how many records each round has. */
export const body = 'credit-hebei';
export const records = 10_000;

/** Pushes that wait, each in a lane of its own, until each is in a committed batch and its reference in the outbox. */
export async function left(
  ledger: pg.Pool,
  log: PostgresEventLog,
  endpoint: Endpoint,
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
export async function collected(ledger: pg.Pool, log: PostgresEventLog, endpoint: Endpoint): Promise<Sample> {
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

const delivererOf = (ledger: pg.Pool, log: PostgresEventLog, endpoint: Endpoint, askEveryMs: number) =>
  new Deliverer({
    outbox: new Outbox(ledger),
    endpoint,
    onOutcome: async ({ pushId }) => {
      await log.append(`push-${pushId}`, 'no-stream', [anEvent(outcome)]);
    },
    onTrouble,
    inParallel: 4,
    leaseMs: 120_000,
    askEveryMs,
    pollMs: 50,
  });

/** An outcome's size. */
const outcome = Buffer.from(
  JSON.stringify({ pushId: randomUUID(), receiptNumber: 'HB202611280000000001', text: 'x'.repeat(300) }),
);

export const onTrouble = (error: unknown) => {
  console.error(error);
};

/** Resolves when none is in this state. Looks where the partial indexes lead: counting would be what is measured. */
async function noneIs(ledger: pg.Pool, status: 'waiting' | 'sent'): Promise<void> {
  const question = `SELECT FROM pushes WHERE endpoint = '${body}' AND status = '${status}' LIMIT 1`;
  while ((await ledger.query(question)).rowCount !== 0) await sleep(20);
}

export function aPenalty(n: number): Push {
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
