import { setTimeout as sleep } from 'node:timers/promises';
import { calm } from './faults';
import type { World } from './world';

const minuteMs = 60_000;
const patienceMs = 5 * 60_000;

/** So often a person has all sent again that a body sent back; what it sends back then it means. */
const redrivesMax = 3;

/** Lets everything come to rest: no fault any more, the worker fresh, what was refused sent again by a person, the waits of retries stepped over. @returns what stays refused, a sentence each */
export async function settle(
  world: World,
  onStand: (stand: Stand) => void = () => undefined,
): Promise<readonly string[]> {
  await calm(world);
  await world.killAndStart('worker'); // one that has met an outage may rest for minutes
  const end = Date.now() + patienceMs;
  for (let redriven = 0; ;) {
    const stand = await standOf(world);
    onStand(stand);
    const { behind, open, stuck } = stand;
    if (!behind && open === 0 && (stuck === 0 || redriven === redrivesMax)) return stuckIn(world);
    if (Date.now() > end) throw new Error(`it does not come to rest: ${JSON.stringify({ behind, open, stuck })}`);
    if (!behind && open === 0) redriven += (await redrive(world)) ? 1 : 0;
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
                               AND head.position < pushes.position AND head.status IN ('rejected', 'dead', 'held'))) AS open,
            (SELECT count(*)::integer FROM pushes WHERE status IN ('rejected', 'dead', 'held')) AS stuck`,
  );
  if (!stand) throw new Error('the database says nothing');
  return stand;
}

/** An operator has everything sent again that the bodies sent back. */
async function redrive(world: World): Promise<boolean> {
  const response = await fetch(`${world.apiUrl}/pushes/redrive`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.key('operator')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ dryRun: false, reason: '演练：平台误退，重新推送' }),
  });
  if (response.status >= 500) return false; // asked again in the next turn
  if (!response.ok) throw new Error(`redrive was answered ${response.status} ${await response.text()}`);
  return true;
}

async function stuckIn(world: World): Promise<readonly string[]> {
  const rows = await world.query<{ sentence: string }>(
    `SELECT concat_ws(' ', key, status, refusal_code, dead_because) AS sentence FROM pushes
     WHERE status IN ('rejected', 'dead', 'held') ORDER BY endpoint, position, part`,
  );
  return rows.map(({ sentence }) => sentence);
}
