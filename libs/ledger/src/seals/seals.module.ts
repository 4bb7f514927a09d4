import { Sealer, type SealKeys, Seals, sha256Rfc6962, type SignerMemory, trustedKeys } from '@app/sealing';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import {
  CLOCK,
  type Clock,
  type EventLog,
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
import { SealsController } from './seals.controller';

@Module({
  imports: [CqrsModule],
  controllers: [SealsController],
  providers: [
    {
      provide: Seals,
      useFactory: (pool: ReadModels, keys: SealKeys) => new Seals(pool, sha256Rfc6962, trustedKeys(keys)),
      inject: [READ_MODELS, SEAL_KEYS],
    },
    {
      provide: Sealer,
      useFactory: (
        pool: ReadModels,
        sealsHere: boolean,
        log: EventLog,
        keys: SealKeys,
        memory: SignerMemory,
        clock: Clock,
      ) => new Sealer({ pool, sealsHere, log, keys, memory, now: () => clock.now() }),
      inject: [SEALER_DATABASE, SEALS_HERE, STORED_LOG, SEAL_KEYS, SIGNER_MEMORY, CLOCK],
    },
    LedgerAudits,
    OrderCheckpointHandler,
  ],
  exports: [Seals, Sealer, LedgerAudits],
})
export class SealsModule {}
