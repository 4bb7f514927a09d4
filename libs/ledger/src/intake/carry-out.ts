import { CommandIdReused, EventRefused } from '@app/event-store';
import { refusalOfEvent } from '../application';
import { Refusal } from '../shared';

export interface Order<Answer> {
  /** Orders of equal key are carried out one after the other, as they stand. */
  readonly key: string;
  readonly give: () => Promise<Answer>;
}

/**
 * Gives all orders at once, those of one key in their order, so that the log can commit them together. Answers and refusals come
 * back in the order of `orders`.
 *
 * Any other error is thrown, but only when every order has come to an end: nothing goes on behind the caller's back.
 */
export async function carryOut<Answer>(orders: readonly Order<Answer>[]): Promise<readonly (Answer | Refusal)[]> {
  const latest = new Map<string, Promise<unknown>>();
  const answers = orders.map(({ key, give }) => {
    const answer = (latest.get(key) ?? Promise.resolve()).then(give).catch(refusalOnly);
    latest.set(
      key,
      answer.catch(() => undefined),
    );
    return answer;
  });
  await Promise.allSettled(answers);
  return Promise.all(answers);
}

function refusalOnly(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof CommandIdReused) return new Refusal('command-id-reused');
  if (error instanceof EventRefused) return refusalOfEvent(error);
  throw error;
}
