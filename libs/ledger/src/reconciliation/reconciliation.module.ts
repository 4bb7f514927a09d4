import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import { PushModule } from '../push';
import { CloseReconciliationHandler } from './close-reconciliation.command';
import { DifferencesToSettle } from './differences-work';
import { FedHoldings } from './fed-holdings';
import { MendDiscrepanciesHandler } from './mend-discrepancies.command';
import { Reconciler } from './reconciler';
import { ReconciliationController } from './reconciliation.controller';
import { ReconciliationOutlooks } from './reconciliation-outlooks';
import { ReconciliationsReader } from './reconciliations-reader';
import { ResolveDiscrepancyHandler } from './resolve-discrepancy.command';
import { ToldInOutbox } from './told-in-outbox';

@Module({
  imports: [CqrsModule, DeskModule, PushModule],
  controllers: [ReconciliationController],
  providers: [
    DifferencesToSettle,
    FedHoldings,
    Reconciler,
    ReconciliationOutlooks,
    ReconciliationsReader,
    ToldInOutbox,
    ResolveDiscrepancyHandler,
    CloseReconciliationHandler,
    MendDiscrepanciesHandler,
  ],
  exports: [DifferencesToSettle, FedHoldings, Reconciler, ReconciliationOutlooks],
})
export class ReconciliationModule {}
