import type { StoredEvent } from '@app/event-store';
import type { Push } from '@app/outbox';
import type { RuleBook } from '../rule-set';
import { pushesOf, type ReceivingBody } from './pushes-of';

/**
 * The pushes of the last event of `history`, each with the push of another body whose receipt it waits for, where the table says so: pure.
 *
 * It waits for the last message that the other body is told of this event about the same record. Where that is none (it is not told of such a
 * fact, nor of this one, or another body feeds it), there is no receipt to wait for.
 *
 * @param bodies all that this ledger tells, the body itself among them
 */
export function queuedPushesOf(
  body: ReceivingBody,
  rules: RuleBook,
  history: readonly StoredEvent[],
  bodies: readonly ReceivingBody[],
): readonly Push[] {
  const pushes = pushesOf(body, rules, history);
  const after = body.column.after?.get(history.at(-1)?.type ?? '');
  if (after === undefined || pushes.length === 0) return pushes;
  const others = pushesOf(bodyNamed(after, body.id, bodies), rules, history);
  return pushes.map((push) => {
    const first = others.findLast(({ lane }) => lane === push.lane);
    return first ? { ...push, waitsFor: { pushId: first.pushId, endpoint: first.endpoint } } : push;
  });
}

/**
 * Whoever is told after another body needs that body to be told.
 *
 * @throws when a body waits for one that nobody tells, or when two wait for each other, over whatever others
 */
export function assertReceiptsCome(bodies: readonly ReceivingBody[]): void {
  const awaitedBy = (body: ReceivingBody) =>
    [...new Set(body.column.after?.values() ?? [])].map((after) => bodyNamed(after, body.id, bodies));
  const follow = (body: ReceivingBody, before: readonly string[]): void => {
    if (before.includes(body.id)) throw new Error(`bodies wait for each other: ${[...before, body.id].join(', ')}`);
    for (const awaited of awaitedBy(body)) follow(awaited, [...before, body.id]);
  };
  for (const body of bodies) follow(body, []);
}

function bodyNamed(id: string, waiting: string, bodies: readonly ReceivingBody[]): ReceivingBody {
  const body = bodies.find((one) => one.id === id);
  if (!body) throw new Error(`${waiting} is told after ${id}, which is not among the bodies that are told (BODIES)`);
  return body;
}
