import { Sealer, type SealKeys, Seals } from '@app/sealing';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { type EventLog, READ_MODELS, type ReadModels, SEAL_KEYS, STORED_LOG } from '../application';
import { OrderCheckpointHandler } from './order-checkpoint.command';
import { SealsController } from './seals.controller';

@Module({
  imports: [CqrsModule],
  controllers: [SealsController],
  providers: [
    { provide: Seals, useFactory: (pool: ReadModels) => new Seals(pool), inject: [READ_MODELS] },
    {
      provide: Sealer,
      useFactory: (pool: ReadModels, log: EventLog, keys: SealKeys) => new Sealer({ pool, log, keys }),
      inject: [READ_MODELS, STORED_LOG, SEAL_KEYS],
    },
    OrderCheckpointHandler,
  ],
  exports: [Seals, Sealer],
})
export class SealsModule {}
