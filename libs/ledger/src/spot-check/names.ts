import { handling } from '@app/event-store';
import { asPrinted, type GivenName } from '../shared';
import type { SpotCheckEvent } from './domain/spot-check.events';

/** The names its events give the subject. */
export const names = handling<SpotCheckEvent, GivenName>({
  SpotCheckRecorded: ({ subjectName }) => asPrinted(subjectName),
  SpotCheckResultWithdrawn: null,
  SpotCheckResultReplaced: ({ subjectName }) => asPrinted(subjectName),
});
