import { type EventVersions, versionOne } from '../../shared';
import type { CreditSubjectEvent } from './credit-subject.events';

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const creditSubjectVersions: EventVersions<CreditSubjectEvent> = {
  CreditSubjectRegistered: versionOne,
  CreditSubjectRenamed: versionOne,
};
