import type { Capability } from '../capability';
import { SubjectHistoryModule } from './subject-history.module';
import { subjectHistory } from './subject-history.projection';

export const subjectHistoryCapability = {
  name: 'subject-history',
  module: SubjectHistoryModule,
  readModels: [subjectHistory],
} as const satisfies Capability;
