import { handlingAll } from '@app/event-store';
import type { Capability } from '../capability';
import { CreditDossierModule } from './credit-dossier.module';
import { creditDossiers } from './credit-dossier.projection';
import { factIn } from './fact-in';

/** The dossiers know no capability: what its events tell, each says itself. */
export const creditDossierCapability = (capabilities: readonly Capability[]) =>
  ({
    name: 'credit-dossier',
    module: CreditDossierModule,
    readModels: [
      creditDossiers({
        facts: { of: factIn },
        names: handlingAll(capabilities.flatMap(({ names }) => names ?? [])),
      }),
    ],
  }) as const satisfies Capability;
