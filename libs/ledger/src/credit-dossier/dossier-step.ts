import type { Handling, StoredEvent } from '@app/event-store';
import type { GivenName } from '../shared';
import type { CreditFact, KnownName } from './domain';
import { erasures, namesAfter } from './erased-names';
import type { DossierHead } from './tables';

/** What the events of the capabilities tell of their subject. */
export interface Telling {
  readonly facts: Pick<Handling<CreditFact>, 'of'>;
  readonly names: Pick<Handling<GivenName>, 'of'>;
}

/** What one event does to a dossier. */
export interface DossierStep {
  readonly head: DossierHead;
  /** The fact it adds, if it tells one. */
  readonly fact: CreditFact | undefined;
}

/**
 * One event more. Undefined: it changes nothing, because the dossier has seen it, it is about nobody, or it begins no dossier. An
 * erasure begins none: the key may belong to a paper that was refused. A subject known only by an erasure stays unknown,
 * and unknown never reads as clear.
 */
export const dossierStep =
  ({ facts, names: named }: Telling) =>
  (head: DossierHead | undefined, event: StoredEvent): DossierStep | undefined => {
    const { subjectId, position, recordedAt } = event;
    if (subjectId === null || (head && head.position >= position)) return undefined;
    if (!head && erasures.types.has(event.type)) return undefined;
    const names = namesAfter(event, head?.names ?? []);
    const given = isNews(named.of(event), names);
    return {
      head: {
        subjectId,
        names: given ? [...names, asKnown(given, event)] : names,
        knownSince: head?.knownSince ?? recordedAt,
        newestAt: head && head.newestAt > recordedAt ? head.newestAt : recordedAt,
        position,
      },
      fact: facts.of(event),
    };
  };

/** A name that says something new; the name of a case does only where no name is known. */
function isNews(given: GivenName | undefined, names: readonly KnownName[]): GivenName | undefined {
  if (given === undefined || given.name === '') return undefined;
  if (given.source === 'case') return names.length === 0 ? given : undefined;
  return given.name === names.findLast(({ source }) => source === given.source)?.name ? undefined : given;
}

const asKnown = (given: GivenName, { occurredOn, recordedAt }: StoredEvent): KnownName => ({
  name: given.name,
  since: occurredOn,
  source: given.source,
  recordedAt,
});
