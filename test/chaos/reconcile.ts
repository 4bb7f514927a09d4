import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { order } from './order-of-operator';
import type { World } from './world';

const dayMs = 86_400_000;
const patienceMs = 120_000;
/** Of the clock in Asia/Shanghai. */
const hour = 3;

/**
 * A day goes by, the worker compares each body that can be asked with what it was told, and an operator has sent again what was lost.
 *
 * @returns how many differences a message of ours mends, or a person has to look at
 */
export async function reconcile(world: World): Promise<number> {
  const [newest] = await world.query<{ position: number }>(
    'SELECT max(position)::float8 AS position FROM ledger_events',
  );
  world.reconcileFrom(hour);
  const next = new Date(world.now().getTime() + dayMs);
  const nextMorning = Date.parse(`${next.toISOString().slice(0, 10)}T${String(hour - 8 + 24)}:30:00Z`);
  await world.stepClock(nextMorning - world.now().getTime());
  await world.killAndStart('worker'); // its first round is at once
  let open = 0;
  for (const body of world.reconciled) {
    const id = await opened(world, body, newest?.position ?? 0);
    const { sentAgain, byHand } = await mend(world, id);
    open += sentAgain.length + byHand.length;
  }
  return open;
}

/** Waits until the body was compared. @returns the id of the reconciliation */
async function opened(world: World, body: string, after: number): Promise<string> {
  for (const end = Date.now() + patienceMs; ;) {
    const [found] = await world.query<{ id: string }>(
      `SELECT substr(stream, length('reconciliation-') + 1) AS id FROM ledger_events
       WHERE position > $2 AND type = 'ReconciliationOpened' AND convert_from(data, 'UTF8')::json ->> 'endpoint' = $1`,
      [body, after],
    );
    if (found) return found.id;
    if (Date.now() > end) throw new Error(`nobody compared ${body}`);
    await sleep(100);
  }
}

interface Mended {
  readonly sentAgain: readonly string[];
  readonly byHand: readonly string[];
}

async function mend(world: World, id: string): Promise<Mended> {
  const again = { 'idempotency-key': randomUUID() };
  const body = { dryRun: false, reason: '演练：平台恢复备份' };
  let response: Response | undefined;
  for (let turn = 0; !response && turn < 10; turn++)
    response = await order(world, `/reconciliations/${id}/mending`, body, again);
  if (!response) throw new Error('mending is never answered');
  if (!response.ok) throw new Error(`mending was answered ${response.status} ${await response.text()}`);
  return (await response.json()) as Mended;
}
