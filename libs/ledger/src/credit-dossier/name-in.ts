import type { StoredEvent } from '@app/event-store';
import { decodeOnce } from '@app/projections';
import type { CommitmentMade, CommitmentMissing } from '../commitment';
import type { CreditSubjectRegistered, CreditSubjectRenamed } from '../credit-subject';
import type { MajorFireHazardJudged } from '../major-fire-hazard';
import type { PenaltyDecisionRecorded } from '../penalty-decision';
import type { SpotCheckRecorded } from '../spot-check';
import type { KnownName } from './credit-dossier';

type Naming =
  | CreditSubjectRegistered
  | CreditSubjectRenamed
  | PenaltyDecisionRecorded
  | CommitmentMade
  | CommitmentMissing
  | MajorFireHazardJudged
  | SpotCheckRecorded;

/** From which source an event of this type gives a name. */
const sources: ReadonlyMap<string, KnownName['source']> = new Map<Naming['type'], KnownName['source']>([
  ['CreditSubjectRegistered', 'registered'],
  ['CreditSubjectRenamed', 'registered'],
  ['PenaltyDecisionRecorded', 'paper'],
  ['CommitmentMade', 'paper'],
  ['CommitmentMissing', 'paper'],
  ['MajorFireHazardJudged', 'paper'],
  ['SpotCheckRecorded', 'paper'],
]);

/** The name an event gives its subject; undefined when it gives none. */
export function nameIn(stored: StoredEvent): KnownName | undefined {
  const source = sources.get(stored.type);
  if (source === undefined) return undefined;
  const { data } = decodeOnce(stored) as Naming;
  return { name: data.subjectName, since: stored.occurredOn, source, recordedAt: stored.recordedAt };
}
