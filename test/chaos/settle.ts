import { setTimeout as sleep } from 'node:timers/promises';
import { calm } from './faults';
import { order } from './order-of-operator';
import { reconcile } from './reconcile';
import type { World } from './world';

const minuteMs = 60_000;
const patienceMs = 5 * 60_000;

/** So often a person has all sent again that a body sent back; what it sends back then it means. */
const redrivesMax = 3;

/** So often what a restored body lost is looked for, and sent again: each loss may have kept others from being found. */
const reconciliationsMax = 4;

/**
 * Lets everything come to rest: no fault any more, the worker fresh, what a restored body lost found by the daily reconciliation and sent again,
 * what was refused sent again by a person, the waits of retries stepped over.
 *
 * @returns what stays refused or lost, a sentence each
 */
export async function settle(
  world: World,
  onStand: (stand: Stand) => void = () => undefined,
): Promise<readonly string[]> {
  await calm(world);
  await world.killAndStart('worker'); // one that has met an outage may rest for minutes
  await rest(world, onStand, 0);
  let open = 0;
  for (let round = 0; world.reconciled.length > 0; round++) {
    open = await reconcile(world);
    if (open === 0 || round === reconciliationsMax) break;
    await rest(world, onStand, 0);
    await rest(world, onStand, redrivesMax); // what the body refused because it had lost what came before
  }
  await rest(world, onStand, redrivesMax);
  return [...(await stuckIn(world)), ...(open === 0 ? [] : [`${open} differences are not mended`])];
}

/** Until nothing is on its way. @param redrivesLeft so often what is refused is sent again */
async function rest(world: World, onStand: (stand: Stand) => void, redrivesLeft: number): Promise<void> {
  const end = Date.now() + patienceMs;
  for (let left = redrivesLeft; ;) {
    const stand = await standOf(world);
    onStand(stand);
    const { behind, open, stuck } = stand;
    if (!behind && open === 0 && (stuck === 0 || left === 0)) return;
    if (Date.now() > end)
      throw new Error(`it does not come to rest: ${JSON.stringify(stand)}\n${(await openIn(world)).join('\n')}`);
    if (!behind && open === 0) left -= (await redrive(world)) ? 1 : 0;
    else if (!behind) await world.stepClock(minuteMs);
    await sleep(200);
  }
}

export interface Stand {
  readonly behind: boolean;
  /** Messages on their way. */
  readonly open: number;
  /** Messages that wait for a person. */
  readonly stuck: number;
}

async function standOf(world: World): Promise<Stand> {
  const [stand] = await world.query<{ behind: boolean; open: number; stuck: number }>(
    `SELECT (SELECT coalesce(min(position), 0) FROM projection_checkpoints WHERE name <> 'sealing')
              < (SELECT max(position) FROM ledger_events) AS behind,
            (SELECT count(*)::integer FROM pushes WHERE status IN ('waiting', 'sent', 'processing')
               AND NOT EXISTS (SELECT FROM pushes AS head WHERE head.endpoint = pushes.endpoint AND head.lane = pushes.lane
                               AND (head.position, head.part) < (pushes.position, pushes.part) AND head.status IN ('rejected', 'dead', 'held'))) AS open,
            (SELECT count(*)::integer FROM pushes WHERE status IN ('rejected', 'dead', 'held')) AS stuck`,
  );
  if (!stand) throw new Error('the database says nothing');
  return stand;
}

/** An operator has everything sent again that the bodies sent back. */
async function redrive(world: World): Promise<boolean> {
  const response = await order(world, '/pushes/redrive', { dryRun: false, reason: '演练：平台误退，重新推送' });
  if (!response || response.status >= 500) return false; // asked again in the next turn
  if (!response.ok) throw new Error(`redrive was answered ${response.status} ${await response.text()}`);
  return true;
}

/** The rows that are not through, as they stand, without what they say. */
async function openIn(world: World): Promise<readonly string[]> {
  const rows = await world.query<{ sentence: string }>(
    `SELECT (to_jsonb(pushes) - 'document' - 'content')::text AS sentence FROM pushes
     WHERE status NOT IN ('acknowledged', 'overtaken', 'nothing-there') ORDER BY endpoint, position, part LIMIT 50`,
  );
  return rows.map(({ sentence }) => sentence);
}

async function stuckIn(world: World): Promise<readonly string[]> {
  const rows = await world.query<{ sentence: string }>(
    `SELECT concat_ws(' ', key, status, refusal_code, dead_because) || ' (its lane: ' || (
       SELECT string_agg(concat_ws(' ', kind, position, status, redrives), ', ' ORDER BY position, part) FROM pushes AS one
       WHERE one.endpoint = pushes.endpoint AND one.lane = pushes.lane) || ')' AS sentence FROM pushes
     WHERE status IN ('rejected', 'dead', 'held') ORDER BY endpoint, position, part`,
  );
  return rows.map(({ sentence }) => sentence);
}
