import { setTimeout as sleep } from 'node:timers/promises';
import type { Act, Story } from './facts';
import type { World } from './world';

const patienceMs = 120_000;

/** Tells the ledger a story, one command after the other, each said again until it is answered: whatever was killed meanwhile. @returns how many commands */
export async function tell(world: World, story: Story, pauseMs: () => number, signal: AbortSignal): Promise<number> {
  const ids = new Map<string, string>();
  for (const act of story) {
    await sleep(pauseMs(), undefined, { signal });
    const id = await say(world, withIds(act, ids), signal);
    if (act.keep) ids.set(act.keep, id);
  }
  return story.length;
}

const withIds = (act: Act, ids: ReadonlyMap<string, string>): Act => {
  const text = JSON.stringify(act).replace(/\{([a-z]+)\}/g, (whole, name: string) => ids.get(name) ?? whole);
  return JSON.parse(text) as Act;
};

/** @returns the id in the answer. @throws when the ledger refuses: the story is wrong then, or the ledger is */
async function say(world: World, { role, path, body }: Act, signal: AbortSignal): Promise<string> {
  const end = Date.now() + patienceMs;
  for (;;) {
    let last: string;
    try {
      const response = await fetch(`${world.apiUrl}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${world.key(role)}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      });
      const text = await response.text();
      if (response.ok) return (JSON.parse(text) as { id?: string }).id ?? '';
      last = `${response.status} ${text}`;
    } catch (error) {
      last = String(error); // killed: said again
    }
    if (last.startsWith('4') || Date.now() > end)
      throw new Error(`${path} was answered ${last}: ${JSON.stringify(body)}`);
    await sleep(100, undefined, { signal });
  }
}
