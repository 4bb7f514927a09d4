import type { Capability } from '../capability';
import { ledgerAudit } from './domain/ledger-audit';
import { restoration } from './domain/restoration';
import { sealKeys } from './domain/seal-keys';
import { names } from './names';
import { SealsModule } from './seals.module';

export const sealsCapability = {
  name: 'seals',
  module: SealsModule,
  aggregates: [sealKeys, ledgerAudit, restoration],
  names,
} as const satisfies Capability;
