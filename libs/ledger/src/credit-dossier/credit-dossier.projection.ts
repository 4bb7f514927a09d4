import type { Handling, StoredEvent } from '@app/event-store';
import { type ReadModel, readModel } from '@app/projections';
import type { CreditFact, GivenName } from '../shared';
import { type CreditDossier, type KnownName, presentName } from './credit-dossier';
import { erasures, namesAfter } from './erased-names';

export const dossierReadModel = 'credit-dossier-1';

/** What the events of the capabilities tell of their subject. */
export interface Telling {
  readonly facts: Pick<Handling<CreditFact>, 'of'>;
  readonly names: Pick<Handling<GivenName>, 'of'>;
}

/**
 * Event -> row. An event the dossier has seen changes nothing; one about nobody, too. An erasure begins no dossier: a key may
 * be there for a paper that was refused, and who was only erased must stay unknown, which never reads as clear.
 */
export const toDossier =
  ({ facts, names: named }: Telling) =>
  (dossier: CreditDossier | undefined, event: StoredEvent): CreditDossier | undefined => {
    if (event.subjectId === null || (dossier && dossier.position >= event.position)) return dossier;
    if (!dossier && erasures.types.has(event.type)) return undefined;
    const before = dossier ?? {
      subjectId: event.subjectId,
      names: [],
      facts: [],
      knownSince: event.recordedAt,
      position: 0,
    };
    const name = named.of(event);
    const fact = facts.of(event);
    const names = namesAfter(event, before.names);
    const known = names.findLast(({ source }) => source === name?.source);
    return {
      ...before,
      names: name && name.name !== known?.name ? [...names, asKnown(name, event)] : names,
      facts: fact ? [...before.facts, fact] : before.facts,
      position: event.position,
    };
  };

const asKnown = (given: GivenName, { occurredOn, recordedAt }: StoredEvent): KnownName => ({
  name: given.name,
  since: occurredOn,
  source: given.source,
  recordedAt,
});

/** The dossiers of all subjects. Which events tell what, the capabilities say: see `capabilities.ts`. */
export const creditDossiers = (telling: Telling): ReadModel =>
  readModel<CreditDossier>({
    name: dossierReadModel,
    table: 'credit_dossiers',
    key: ['subject_id'],
    columns: {
      subject_id: { type: 'text', of: (dossier) => dossier.subjectId },
      name: { type: 'text', of: (dossier) => presentName(dossier.names) },
      position: { type: 'bigint', of: (dossier) => dossier.position },
      dossier: { type: 'jsonb', of: (dossier) => dossier },
    },
    keyOf: ({ subjectId }) => subjectId ?? undefined,
    fold: toDossier(telling),
    readBack: { columns: 'dossier', toRow: ({ dossier }) => dossier as CreditDossier },
  });
