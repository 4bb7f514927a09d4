import { type ToldPush, toldPushes } from '@app/outbox';
import type { Day } from '../shared';
import { compare, type DifferenceFound } from './compare';
import type { Difference } from './domain/reconciliation.events';
import type { Expected } from './domain/difference';
import { expectedOf, standingFields } from './expected';
import type { ReconciliationOf } from './reconciler';

/** Differences that do not depend on how long something is shown. */
const ofHolding = new Set<Difference>(['surplus', 'lost', 'doubled', 'altered', 'other-receipt']);

/**
 * What a body says it holds against what it was told, by the keys of the messages: after a restore, when nothing is sent and nothing is to be
 * recorded of it. Asking changes nothing. How a record stands there is left to the daily reconciliation.
 *
 * @param onFound is told every difference, some at a time
 * @throws when the body could not be asked to the end
 */
export async function heldAgainstTold(
  { holdings, fingerprintOf, client, signal }: Omit<ReconciliationOf, 'fed'>,
  today: Day,
  onFound: (some: readonly DifferenceFound[]) => void,
): Promise<void> {
  async function* expected(pages: AsyncIterable<readonly ToldPush[]>): AsyncGenerator<readonly Expected[]> {
    for await (const rows of pages)
      yield await Promise.all(rows.map(async (told) => expectedOf(told, await fingerprintOf(told.push), today)));
  }
  const told = expected(toldPushes(client, holdings.name, standingFields));
  await compare(told, holdings.pages(signal), (some) => {
    onFound(some.filter(({ difference }) => ofHolding.has(difference)));
    return Promise.resolve();
  });
}
