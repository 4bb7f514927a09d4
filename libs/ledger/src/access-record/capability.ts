import type { Capability } from '../capability';
import { AccessRecordModule } from './access-record.module';

export const accessRecordCapability = {
  name: 'access-record',
  module: AccessRecordModule,
} as const satisfies Capability;
