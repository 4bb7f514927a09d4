import type { StoredEvent } from '@app/event-store';
import { PersonalData } from '@app/personal-data';
import type { Policy } from '@app/projections';
import { Injectable } from '@nestjs/common';
import { destructions, destructionsIn } from './destructions-in';

/**
 * Destroys the key of every recorded erasure. The command does so at once; this finishes what it could not, after a pulled
 * plug between event and key. Follows the log like a projection; destroying twice changes nothing, so after a table of keys was restored
 * its checkpoint is deleted and it goes through the whole log again.
 */
@Injectable()
export class ErasedKeysPolicy implements Policy {
  readonly name = 'erased-keys-1';
  readonly types = destructions.types;

  constructor(private readonly personal: PersonalData) {}

  async react(events: readonly StoredEvent[]): Promise<void> {
    const ordered = destructionsIn(events);
    if (ordered.length > 0) await this.personal.destroy(ordered);
  }
}
