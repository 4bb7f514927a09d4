import { type Aggregate, type DomainEvent, type StoredEvent, upcast } from '@app/event-store';
import { capabilities, eventCatalogue, type LedgerEvent } from '@app/ledger';
import { derivedId } from '../../libs/ledger/src/shared';
import type { EventFixture } from './event-fixtures';
import { stored } from './stored';

const aggregates = capabilities.flatMap((capability) => capability.aggregates ?? []) as unknown as readonly Aggregate<
  unknown,
  DomainEvent
>[];

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
