import type { Capability } from '../capability';
import { reconciliation } from './domain/reconciliation';
import { names } from './names';
import { ReconciliationModule } from './reconciliation.module';
import { discrepancies, reconciliations } from './reconciliations.projection';

export const reconciliationCapability = {
  name: 'reconciliation',
  module: ReconciliationModule,
  aggregates: [reconciliation],
  names,
  readModels: [reconciliations, discrepancies],
} as const satisfies Capability;
