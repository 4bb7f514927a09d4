import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { PersonalDataModule } from '../personal-data';
import { CreditSubjectController } from './credit-subject.controller';
import { RegisterCreditSubjectHandler } from './register-credit-subject.command';
import { RenameCreditSubjectHandler } from './rename-credit-subject.command';

@Module({
  imports: [CqrsModule, PersonalDataModule],
  controllers: [CreditSubjectController],
  providers: [RegisterCreditSubjectHandler, RenameCreditSubjectHandler],
})
export class CreditSubjectModule {}
