import type { EventLog } from '@app/event-store';
import { Inject, Injectable } from '@nestjs/common';
import { EVENT_LOG, Rules } from '../application';
import { Refusal } from '../shared';
import type { RecordKind, RepairedRecord } from './domain/credit-repair.events';
import { recordStreamOf } from './domain/record-stream';
import type { SuspendedRecord } from './domain/record-suspension.events';
import { type FoundRecord, type OnRecord, recordIn } from './repairable-record';

/** Finds records by kind and id, as the log has them. */
@Injectable()
export class RecordsOnFile {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(Rules) private readonly rules: Pick<Rules, 'book'>,
  ) {}

  /** Refusal: `repairable-record-not-found` {recordId}. */
  async named<Kind extends SuspendedRecord['kind']>(
    kind: Kind,
    recordId: string,
  ): Promise<FoundRecord<Kind extends RecordKind ? RepairedRecord : OnRecord>> {
    const found = recordIn(this.rules.book, await this.log.readStream(recordStreamOf({ kind, id: recordId })));
    if (found?.record.kind !== kind) throw new Refusal('repairable-record-not-found', { recordId });
    return found as FoundRecord<Kind extends RecordKind ? RepairedRecord : OnRecord>; // a record of this kind
  }
}
