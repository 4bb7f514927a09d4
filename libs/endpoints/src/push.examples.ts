import { keyOf, type Told } from '@app/exchange';
import type { Push } from '@app/outbox';
import { aPush } from '../../outbox/src/push.examples';

/** A push that says this, as the ledger would queue it. */
export function aPushOf(told: Told, changes: Partial<Push> = {}): Push {
  const { endpoint = 'credit-hebei', revision = 0 } = changes;
  const subjectId = told.document.uscc;
  return aPush({ endpoint, subjectId, ...told, key: keyOf(endpoint, told, revision), ...changes });
}
