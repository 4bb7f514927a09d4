import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CreditDossierModule } from '../credit-dossier';
import { CreditStatusController } from './credit-status.controller';
import { GetCreditStatusHandler } from './get-credit-status.query';

@Module({
  imports: [CqrsModule, CreditDossierModule],
  controllers: [CreditStatusController],
  providers: [GetCreditStatusHandler],
})
export class CreditStatusModule {}
