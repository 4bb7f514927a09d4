import { Module } from '@nestjs/common';
import { DeskModule } from '../application';
import { CreditCalendar } from './credit-calendar';
import { Dossiers } from './dossiers';
import { PostgresDossiers } from './postgres-dossiers';

@Module({
  imports: [DeskModule],
  providers: [{ provide: Dossiers, useClass: PostgresDossiers }, CreditCalendar],
  exports: [Dossiers, CreditCalendar],
})
export class CreditDossierModule {}
