import type { Dice } from './dice';
import type { World } from './world';

const hourMs = 3_600_000;

/** Something that goes wrong, in words; what it is done to is chosen by the dice. */
export type Fault = (typeof faults)[number];

/** Each of them happens before any happens again. */
export const faults = [
  'burst of 5xx',
  'answers lost',
  'answers doubled',
  'slow day',
  'messages sent back',
  'kill sandbox',
  'kill server',
  'kill worker',
  'kill api',
  'kill database',
  'clock step',
] as const;

/** Lets it go wrong. */
export async function strike(world: World, fault: Fault, dice: Dice): Promise<void> {
  const [first, ...others] = world.bodies;
  if (!first) throw new Error('a run without bodies');
  const { id } = dice.oneOf([first, ...others]);
  const misbehave = (plan: object) => order(world, id, 'POST', plan);
  switch (fault) {
    case 'burst of 5xx':
      return misbehave({ mode: 'fail', times: 1 + dice.below(8), status: dice.oneOf([500, 502, 503]) });
    case 'answers lost':
      return misbehave({ mode: 'drop-answer', times: 1 + dice.below(8) });
    case 'answers doubled':
      return misbehave({ mode: 'answer-twice', times: 1 + dice.below(8) });
    case 'slow day':
      return misbehave({ mode: 'delay', times: 5 + dice.below(20), delayMs: 50 + dice.below(400) });
    case 'messages sent back':
      return misbehave({ mode: 'refuse', times: 1 + dice.below(5) });
    case 'kill sandbox':
      return world.killAndStart(id);
    case 'kill server': {
      const [server, ...more] = world.servers;
      return world.killAndStart(server === undefined ? id : dice.oneOf([server, ...more]));
    }
    case 'kill worker':
      return world.killAndStart('worker');
    case 'kill api':
      return world.killAndStart('api');
    case 'kill database':
      return world.killDatabase();
    case 'clock step':
      return world.stepClock((1 + dice.below(30)) * hourMs);
  }
}

/** Nothing is planned to go wrong any more. */
export async function calm(world: World): Promise<void> {
  for (const { id } of world.bodies) await order(world, id, 'DELETE');
}

async function order(world: World, body: string, method: 'POST' | 'DELETE', plan?: object): Promise<void> {
  const response = await fetch(`${world.sandboxUrl(body)}/bodies/${body}/control/faults`, {
    method,
    ...(plan && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(plan) }),
  });
  if (!response.ok) throw new Error(`the sandbox did not take the fault: ${response.status} ${await response.text()}`);
}
