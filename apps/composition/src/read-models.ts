import { capabilities } from '@app/ledger';
import type { ReadModel } from '@app/projections';

/**
 * What can be rebuilt: the dossiers first, which a reader would miss first. No policy and no outbox: building them again would give
 * their orders again. This file composes nothing, so neither does a rebuild.
 */
export const rebuildable: readonly ReadModel[] = capabilities.flatMap(({ readModels }) => readModels ?? []);
