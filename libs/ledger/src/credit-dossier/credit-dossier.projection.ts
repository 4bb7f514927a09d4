import type { StoredEvent } from '@app/event-store';
import { readModel } from '@app/projections';
import { type CreditDossier, presentName } from './credit-dossier';
import { namesAfter } from './erased-names';
import { factIn } from './fact-in';
import { nameIn } from './name-in';

/**
 * Event -> row. An event the dossier has seen changes nothing; one about nobody, too. An erasure begins no dossier: a key may
 * be there for a paper that was refused, and who was only erased must stay unknown, which never reads as clear.
 */
export function toDossier(dossier: CreditDossier | undefined, event: StoredEvent): CreditDossier | undefined {
  if (event.subjectId === null || (dossier && dossier.position >= event.position)) return dossier;
  if (!dossier && event.type === 'PersonalDataErased') return undefined;
  const before = dossier ?? {
    subjectId: event.subjectId,
    names: [],
    facts: [],
    knownSince: event.recordedAt,
    position: 0,
  };
  const name = nameIn(event);
  const fact = factIn(event);
  const names = namesAfter(event, before.names);
  const known = names.findLast(({ source }) => source === name?.source);
  return {
    ...before,
    names: name && name.name !== known?.name ? [...names, name] : names,
    facts: fact ? [...before.facts, fact] : before.facts,
    position: event.position,
  };
}

export const creditDossiers = readModel<CreditDossier>({
  name: 'credit-dossier-1',
  table: 'credit_dossiers',
  key: ['subject_id'],
  columns: {
    subject_id: { type: 'text', of: (dossier) => dossier.subjectId },
    name: { type: 'text', of: (dossier) => presentName(dossier.names) },
    position: { type: 'bigint', of: (dossier) => dossier.position },
    dossier: { type: 'jsonb', of: (dossier) => dossier },
  },
  keyOf: ({ subjectId }) => subjectId ?? undefined,
  fold: toDossier,
  readBack: { columns: 'dossier', toRow: ({ dossier }) => dossier as CreditDossier },
});
