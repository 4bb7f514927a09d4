import { type Aggregate, type DomainEvent, type StoredEvent, upcast } from '@app/event-store';
import { eventCatalogue, type LedgerEvent } from '@app/ledger';
import { bidderCheck } from '../../libs/ledger/src/bidder-check/domain/bidder-check';
import { blacklistListing } from '../../libs/ledger/src/blacklist/domain/blacklist-listing';
import { commitment } from '../../libs/ledger/src/commitment/domain/commitment';
import { missingCommitment } from '../../libs/ledger/src/commitment/domain/missing-commitment';
import { creditSubject } from '../../libs/ledger/src/credit-subject/domain/credit-subject';
import { erasure } from '../../libs/ledger/src/erasure/domain/erasure';
import { majorFireHazard } from '../../libs/ledger/src/major-fire-hazard/domain/major-fire-hazard';
import { penaltyDecision } from '../../libs/ledger/src/penalty-decision/domain/penalty-decision';
import { pushOutcome } from '../../libs/ledger/src/push/domain/push-outcome';
import { derivedId } from '../../libs/ledger/src/shared';
import { spotCheck } from '../../libs/ledger/src/spot-check/domain/spot-check';
import type { EventFixture } from './event-fixtures';
import { stored } from './stored';

const aggregates = [
  bidderCheck,
  blacklistListing,
  commitment,
  creditSubject,
  erasure,
  majorFireHazard,
  missingCommitment,
  penaltyDecision,
  pushOutcome,
  spotCheck,
] as unknown as readonly Aggregate<unknown, DomainEvent>[];

/** The aggregate whose fact it is. */
export function aggregateOf(type: string): Aggregate<unknown, DomainEvent> {
  const aggregate = aggregates.find(({ versions }) => Object.hasOwn(versions, type));
  if (!aggregate) throw new Error(`no aggregate writes ${type}`);
  return aggregate;
}

/** A stored form where it could stand in the log: its day and subject are those of its present form. */
export function asStored({ file, type, version, bytes }: EventFixture, position: number): StoredEvent & LedgerTyped {
  const id = derivedId('event-fixture', file);
  const place = { id, position, stream: `fixture-${id}`, typeVersion: version, data: bytes };
  const event = stored({ type: type as LedgerEvent['type'], data: { subjectId: null } }, { ...place, occurredOn: '' });
  const present = upcast(event, eventCatalogue[event.type]);
  const data = JSON.parse(Buffer.from(present.data).toString('utf8')) as DomainEvent['data'];
  return { ...event, subjectId: data.subjectId, occurredOn: aggregateOf(type).occurredOn({ type, data }) };
}

interface LedgerTyped {
  readonly type: LedgerEvent['type'];
}
