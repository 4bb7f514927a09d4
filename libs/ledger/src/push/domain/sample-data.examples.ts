import type { Examples } from '../../../../../test/support/examples';
import type { SampleDataEvent } from './sample-data.events';

export const examples: Examples<SampleDataEvent> = { SampleDataTaken: { subjectId: null, takenOn: '2026-06-14' } };
