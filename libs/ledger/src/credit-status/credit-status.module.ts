import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import { CreditDossierModule } from '../credit-dossier';
import { PersonalDataModule } from '../personal-data';
import { AskPersonStatusHandler } from './ask-person-status.command';
import { CreditStatusController } from './credit-status.controller';
import { CreditStatusReader } from './get-credit-status.query';
import { PersonStatusController } from './person-status.controller';

@Module({
  imports: [CqrsModule, DeskModule, CreditDossierModule, PersonalDataModule],
  controllers: [CreditStatusController, PersonStatusController],
  providers: [CreditStatusReader, AskPersonStatusHandler],
})
export class CreditStatusModule {}
