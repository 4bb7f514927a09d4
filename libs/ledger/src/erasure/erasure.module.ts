import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Rules } from '../application';
import { CreditDossierModule } from '../credit-dossier';
import { PersonalDataModule } from '../personal-data';
import { ErasePersonalDataHandler } from './erase-personal-data.command';
import { ErasedKeysPolicy } from './erased-keys.policy';
import { ErasureController } from './erasure.controller';

@Module({
  imports: [CqrsModule, CreditDossierModule, PersonalDataModule],
  controllers: [ErasureController],
  providers: [Rules, ErasePersonalDataHandler, ErasedKeysPolicy],
  exports: [ErasedKeysPolicy],
})
export class ErasureModule {}
