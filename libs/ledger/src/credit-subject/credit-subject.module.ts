import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import { PersonalDataModule } from '../personal-data';
import { CreditSubjectController } from './credit-subject.controller';
import { RegisterCreditSubjectHandler } from './register-credit-subject.command';
import { RenameCreditSubjectHandler } from './rename-credit-subject.command';

@Module({
  imports: [CqrsModule, DeskModule, PersonalDataModule],
  controllers: [CreditSubjectController],
  providers: [RegisterCreditSubjectHandler, RenameCreditSubjectHandler],
})
export class CreditSubjectModule {}
