import type { DomainEvent, StoredEvent } from '@app/event-store';
import { derivedId } from '../../libs/ledger/src/shared';

/** A domain event as the log would give it back: with a place, a time and somebody who did it. Every field can be replaced. */
export function stored<Event extends DomainEvent>(
  event: Event,
  place: Partial<Omit<StoredEvent, 'type'>> & Pick<StoredEvent, 'occurredOn'>,
): StoredEvent & { readonly type: Event['type'] } {
  const position = place.position ?? 1;
  return {
    id: derivedId('spec-event', String(position)),
    type: event.type,
    typeVersion: 1,
    stream: `stream-${position}`,
    revision: 0,
    position,
    recordedAt: '2026-06-01T02:00:00.000Z',
    subjectId: event.data.subjectId,
    actor: { name: '王经办', unitName: '广阳区消防救援大队', unitCode: '1113100358CBJ3JHX9', role: 'officer' },
    commandId: derivedId('spec-command', String(position)),
    causeId: null,
    requestId: 'spec',
    data: Buffer.from(JSON.stringify(event.data), 'utf8'),
    ...place,
  };
}
