import { CommandIdReused, EventRefused } from '@app/event-store';
import { refusalOfEvent } from '../application';
import { Refusal } from '../shared';

export interface Order<Answer> {
  /** Orders of equal key are carried out one after the other, as they stand. */
  readonly key: string;
  readonly give: () => Promise<Answer>;
}

/** What became of orders. */
export interface CarriedOut<Answer> {
  /** In the order of the orders; undefined: nobody knows, or it was not given. */
  readonly answers: readonly (Answer | Refusal | undefined)[];
  /** The first error that is no refusal; undefined when there was none. */
  readonly failure: unknown;
}

/** The latest order of each key that has not come to its end. */
export type LatestOrders = Map<string, Promise<unknown>>;

/**
 * Gives all orders at once, those of one key in their order, so that the log can commit them together. Comes back when every order
 * has come to an end: nothing goes on behind the caller's back.
 *
 * @param latest of orders that are given at the same time, shared with them: those of one key keep their order across all
 */
export async function carryOut<Answer>(
  orders: readonly Order<Answer>[],
  latest: LatestOrders = new Map<string, Promise<unknown>>(),
): Promise<CarriedOut<Answer>> {
  const given = orders.map(({ key, give }) => {
    const before = latest.get(key);
    const answer = (before ? before.then(give) : begin(give)).catch(refusalOnly);
    const ended: Promise<unknown> = answer
      .catch(() => undefined)
      .then(() => {
        if (latest.get(key) === ended) latest.delete(key);
      });
    latest.set(key, ended);
    return answer;
  });
  const settled = await Promise.allSettled(given);
  const failed = settled.find(({ status }) => status === 'rejected');
  return {
    answers: settled.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : undefined)),
    failure: failed?.status === 'rejected' ? (failed.reason as unknown) : undefined,
  };
}

async function begin<Answer>(give: () => Promise<Answer>): Promise<Answer> {
  return give();
}

function refusalOnly(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof CommandIdReused) return new Refusal('command-id-reused');
  if (error instanceof EventRefused) return refusalOfEvent(error);
  throw error;
}
