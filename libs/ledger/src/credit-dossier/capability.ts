import { handlingAll } from '@app/event-store';
import type { Capability } from '../capability';
import { CreditDossierModule } from './credit-dossier.module';
import type { Judge } from './domain';
import { creditDossiers } from './credit-dossier.projection';
import type { Telling } from './dossier-step';

/** What the events of these capabilities tell of their subjects. */
export const tellingOf = (capabilities: readonly Capability[]): Telling => ({
  facts: handlingAll(capabilities.flatMap(({ facts }) => facts ?? [])),
  names: handlingAll(capabilities.flatMap(({ names }) => names ?? [])),
});

/** The dossiers know no capability: each says itself what its events tell, and the score judges the days. */
export const creditDossierCapability = (capabilities: readonly Capability[], judge: Judge) =>
  ({
    name: 'credit-dossier',
    module: CreditDossierModule,
    readModels: [creditDossiers(tellingOf(capabilities), judge)],
  }) as const satisfies Capability;
