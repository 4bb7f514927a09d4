import { type ReadModel, readModel } from '@app/projections';
import { applyLive } from './apply-live';
import type { CreditFact, Judge } from './domain';
import { dossierStep, type Telling } from './dossier-step';
import { headColumns, partsUnder, type WholeDossier } from './tables';

export const dossierReadModel = 'credit-dossier-2';

/**
 * The dossiers of all subjects, paper by paper, and the calendar of each: one read model, so that an answer finds both at one
 * position. The capabilities say what each event tells: see `capabilities.ts`. The rows follow from the log and from the rules
 * of `judge`; under another edition of these a subject's rows are worked out anew at its next event, or by a rebuild.
 */
export function creditDossiers(telling: Telling, judge: Judge): ReadModel {
  const step = dossierStep(telling);
  return readModel<WholeDossier>({
    ...headColumns,
    name: dossierReadModel,
    columns: Object.fromEntries(
      Object.entries(headColumns.columns).map(([name, { type, of }]) => [
        name,
        { type, of: ({ head }: WholeDossier) => of({ head, edition: judge.edition }) },
      ]),
    ),
    keyOf: ({ subjectId }) => subjectId ?? undefined,
    fold: (dossier, event) => {
      const stepped = step(dossier?.head, event);
      if (!stepped) return dossier;
      const facts = (dossier?.facts ?? []) as CreditFact[]; // of this fold alone: it grows in place, a subject may have 10,000
      if (stepped.fact) facts.push(stepped.fact);
      return { head: stepped.head, facts };
    },
    parts: { tables: partsUnder(judge), apply: applyLive(step, judge) },
  });
}
