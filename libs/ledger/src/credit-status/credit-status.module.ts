import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Rules } from '../application';
import { CreditDossierModule } from '../credit-dossier';
import { PersonalDataModule } from '../personal-data';
import { CreditStatusController } from './credit-status.controller';
import { GetCreditStatusHandler } from './get-credit-status.query';
import { PersonStatusController } from './person-status.controller';

@Module({
  imports: [CqrsModule, CreditDossierModule, PersonalDataModule],
  controllers: [CreditStatusController, PersonStatusController],
  providers: [GetCreditStatusHandler, Rules],
})
export class CreditStatusModule {}
