import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import { CreditDossierModule } from '../credit-dossier';
import { PersonalDataModule } from '../personal-data';
import { ErasePersonalDataHandler } from './erase-personal-data.command';
import { ErasedKeysPolicy } from './erased-keys.policy';
import { ErasureController } from './erasure.controller';

@Module({
  imports: [CqrsModule, DeskModule, CreditDossierModule, PersonalDataModule],
  controllers: [ErasureController],
  providers: [ErasePersonalDataHandler, ErasedKeysPolicy],
  exports: [ErasedKeysPolicy],
})
export class ErasureModule {}
