import type { SuspendedRecord } from './record-suspension.events';

/** Where the records of each kind stand in the log: the category of their streams. */
const CATEGORY_OF: Readonly<Record<SuspendedRecord['kind'], string>> = {
  'penalty-decision': 'penaltyDecision',
  'false-commitment': 'commitment',
  'no-commitment': 'missingCommitment',
  hazard: 'majorFireHazard',
  listing: 'blacklistListing',
};

/** The stream of a record, which names the paper in the dossier, too. */
export const recordStreamOf = ({ kind, id }: Pick<SuspendedRecord, 'kind' | 'id'>): string =>
  `${CATEGORY_OF[kind]}-${id}`;
