import type { Capability } from '../capability';
import { ApiKeyModule } from './api-key.module';
import { apiKey } from './domain/api-key';
import { names } from './names';
import { RevokedKeysPolicy } from './revoked-keys.policy';

export const apiKeyCapability = {
  name: 'api-key',
  module: ApiKeyModule,
  aggregates: [apiKey],
  names,
  policies: [RevokedKeysPolicy],
} as const satisfies Capability;
