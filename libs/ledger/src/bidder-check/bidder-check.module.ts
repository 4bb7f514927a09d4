import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Rules } from '../application';
import { CreditDossierModule } from '../credit-dossier';
import { BidderCheckController } from './bidder-check.controller';
import { BidderChecks } from './bidder-checks';
import { CheckBiddersHandler } from './check-bidders.command';

@Module({
  imports: [CqrsModule, CreditDossierModule],
  controllers: [BidderCheckController],
  providers: [BidderChecks, CheckBiddersHandler, Rules],
})
export class BidderCheckModule {}
