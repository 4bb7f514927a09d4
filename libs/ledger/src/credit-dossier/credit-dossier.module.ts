import { Module } from '@nestjs/common';
import { DeskModule, Rules, Stands } from '../application';
import { CreditCalendar } from './credit-calendar';
import { DossierMemory } from './dossier-memory';
import { DossierMemoryFollower } from './dossier-memory-follower';
import { Dossiers } from './dossiers';
import { PostgresDossiers } from './postgres-dossiers';
import { RememberingDossiers } from './remembering-dossiers';

@Module({
  imports: [DeskModule],
  providers: [
    {
      provide: Dossiers,
      useFactory: (memory: DossierMemory, stands: Stands, rules: Rules) =>
        new RememberingDossiers(new PostgresDossiers(stands, rules), memory, stands, rules),
      inject: [DossierMemory, Stands, Rules],
    },
    DossierMemoryFollower,
    CreditCalendar,
  ],
  exports: [Dossiers, CreditCalendar],
})
export class CreditDossierModule {}
