import {
  assertReceiptsCome,
  pushDeadlines,
  pushOutbox,
  type PushSources,
  type ReceivingBody,
  Rules,
} from '@app/ledger';
import type { Projection } from '@app/projections';
import { rebuildable } from '../../composition/src/read-models';

/**
 * Everything that follows from the log alone: the read models, and an outbox and its deadlines for each body. `npm run replay` replays each of them and compares.
 *
 * @throws when a body waits for the receipt of one that is not told, or two for each other
 */
export function readModelsOf(log: PushSources['log'], bodies: readonly ReceivingBody[]): readonly Projection[] {
  assertReceiptsCome(bodies);
  const sources = { log, rules: new Rules() };
  return [
    ...rebuildable,
    ...bodies.flatMap((body) => [pushOutbox(body, sources, bodies), pushDeadlines(body, sources)]),
  ];
}
