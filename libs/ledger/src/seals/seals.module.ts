import {
  type GivenMemory,
  Sealer,
  type SealKeys,
  Seals,
  sha256Rfc6962,
  type SignerMemory,
  trustedKeys,
} from '@app/sealing';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import {
  CLOCK,
  type Clock,
  type EventLog,
  GIVEN_MEMORY,
  READ_MODELS,
  type ReadModels,
  SEAL_KEYS,
  SEALER_DATABASE,
  SEALS_HERE,
  SIGNER_MEMORY,
  STORED_LOG,
} from '../application';
import { LedgerAudits } from './ledger-audits';
import { OrderCheckpointHandler } from './order-checkpoint.command';
import { Restorations } from './restorations';
import { SealsController } from './seals.controller';

@Module({
  imports: [CqrsModule],
  controllers: [SealsController],
  providers: [
    {
      provide: Seals,
      useFactory: (pool: ReadModels, keys: SealKeys, given: GivenMemory, restores: Restorations) =>
        new Seals(pool, sha256Rfc6962, trustedKeys(keys), given, restores),
      inject: [READ_MODELS, SEAL_KEYS, GIVEN_MEMORY, Restorations],
    },
    {
      provide: Sealer,
      useFactory: (
        pool: ReadModels,
        sealsHere: boolean,
        log: EventLog,
        keys: SealKeys,
        memory: SignerMemory,
        given: GivenMemory,
        restores: Restorations,
        clock: Clock,
      ) => new Sealer({ pool, sealsHere, log, keys, memory, given, restores, now: () => clock.now() }),
      inject: [SEALER_DATABASE, SEALS_HERE, STORED_LOG, SEAL_KEYS, SIGNER_MEMORY, GIVEN_MEMORY, Restorations, CLOCK],
    },
    Restorations,
    LedgerAudits,
    OrderCheckpointHandler,
  ],
  exports: [Seals, Sealer, LedgerAudits, Restorations],
})
export class SealsModule {}
