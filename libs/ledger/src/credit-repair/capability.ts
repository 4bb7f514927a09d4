import type { Capability } from '../capability';
import { creditRepairFacts } from './credit-repair.facts';
import { CreditRepairModule } from './credit-repair.module';
import { creditRepairs } from './credit-repairs.projection';
import { creditRepair } from './domain/credit-repair';
import { recordSuspension } from './domain/record-suspension';
import { names } from './names';
import { RepairConfirmationsPolicy } from './repair-confirmations.policy';

export const creditRepairCapability = {
  name: 'credit-repair',
  module: CreditRepairModule,
  aggregates: [creditRepair, recordSuspension],
  names,
  facts: creditRepairFacts,
  readModels: [creditRepairs],
  policies: [RepairConfirmationsPolicy],
} as const satisfies Capability;
