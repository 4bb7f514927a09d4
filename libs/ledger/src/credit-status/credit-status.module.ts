import { Module } from '@nestjs/common';
import { Rules } from '../application';
import { CreditDossierModule } from '../credit-dossier';
import { PersonalDataModule } from '../personal-data';
import { CreditStatusController } from './credit-status.controller';
import { CreditStatusReader } from './get-credit-status.query';
import { PersonStatusController } from './person-status.controller';

@Module({
  imports: [CreditDossierModule, PersonalDataModule],
  controllers: [CreditStatusController, PersonStatusController],
  providers: [CreditStatusReader, Rules],
})
export class CreditStatusModule {}
