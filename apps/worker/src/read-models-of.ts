import { pushOutbox, type PushSources, type ReceivingBody, Rules } from '@app/ledger';
import type { Projection } from '@app/projections';
import { rebuildable } from '../../composition/src/read-models';

/** Everything that follows from the log alone: the read models, and an outbox for each body. `npm run replay` replays each of them and compares. */
export function readModelsOf(log: PushSources['log'], bodies: readonly ReceivingBody[]): readonly Projection[] {
  return [...rebuildable, ...bodies.map((body) => pushOutbox(body, { log, rules: new Rules() }))];
}
