import type { Capability } from '../capability';
import { CreditSubjectModule } from './credit-subject.module';
import { creditSubject } from './domain/credit-subject';
import { names } from './names';
import { subjects } from './subjects.format';

export const creditSubjectCapability = {
  name: 'credit-subject',
  module: CreditSubjectModule,
  aggregates: [creditSubject],
  names,
  formats: [subjects],
} as const satisfies Capability;
