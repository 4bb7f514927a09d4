import { handling, type StoredEvent } from '@app/event-store';
import type { Policy } from '@app/projections';
import { Injectable } from '@nestjs/common';
import { ApiKeysOnFile } from './api-keys-on-file';
import type { ApiKeyEvent } from './domain/api-key.events';

const revocations = handling<ApiKeyEvent, string>({
  ApiKeyIssued: null,
  ApiKeyRevoked: ({ keyHash }) => keyHash,
});

/**
 * Takes every key out of use whose revocation is recorded. The command does so at once; this finishes what it could not, and what a
 * table restored from a copy has brought back once its checkpoint is deleted.
 */
@Injectable()
export class RevokedKeysPolicy implements Policy {
  readonly name = 'revoked-keys-1';
  readonly types = revocations.types;

  constructor(private readonly keys: ApiKeysOnFile) {}

  async react(events: readonly StoredEvent[]): Promise<void> {
    const revoked = events.flatMap((stored) => revocations.of(stored) ?? []);
    if (revoked.length > 0) await this.keys.revoke(revoked);
  }
}
